// Package attacks holds strings that try to smuggle something active through a
// filter of HTML, for the tests of whatever takes text. Only strings come out,
// and nothing else comes in.
package attacks

import (
	_ "embed" // reads the strings into the test
	"fmt"
	"strconv"
	"strings"
)

//go:embed xss.txt
var list string

// All returns the strings of xss.txt, in order. Some are not UTF-8, and some
// hold a NUL.
func All() []string {
	var found []string
	for line := range strings.Lines(list) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		attack, err := strconv.Unquote(line)
		if err != nil {
			panic(fmt.Sprintf("%s is no Go string: %v", line, err))
		}
		found = append(found, attack)
	}
	return found
}

// Sendable returns them as JSON can carry them and a database keep them: in
// UTF-8 and without NUL.
func Sendable() []string {
	sendable := All()
	for i, attack := range sendable {
		sendable[i] = strings.ToValidUTF8(strings.ReplaceAll(attack, "\x00", ""), "\uFFFD")
	}
	return sendable
}

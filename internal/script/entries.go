package script

import (
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"
)

// readEntries reads dictionaries of OpenCC's, of which the first of several
// values counts.
func readEntries(files fs.FS, leaves []leaf) ([]entry, error) {
	var entries []entry
	for _, f := range leaves {
		err := readLines(files, f.file, func(key, values string) {
			value, _, _ := strings.Cut(values, " ")
			entries = append(entries, entry{key: key, value: value, rank: f.rank})
		})
		if err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// readChoices reads a dictionary of single characters with all their values.
func readChoices(files fs.FS, name string) (map[rune][]rune, error) {
	choices := map[rune][]rune{}
	err := readLines(files, name, func(key, values string) {
		from, _ := utf8.DecodeRuneInString(key)
		for value := range strings.FieldsSeq(values) {
			to, _ := utf8.DecodeRuneInString(value)
			choices[from] = append(choices[from], to)
		}
	})
	return choices, err
}

// readLines calls f with the key and the values of each line. Between them is
// a tab, between values a space; comments begin with a number sign.
func readLines(files fs.FS, name string, f func(key, values string)) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, " \r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		key, values, _ := strings.Cut(line, "\t")
		if key == "" || values == "" || values[0] == ' ' {
			return fmt.Errorf("%s: %q is no entry", name, line)
		}
		f(key, values)
	}
	return nil
}

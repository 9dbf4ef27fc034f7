package judge

import (
	"fmt"
	"strconv"
	"strings"
)

// Texts carry what they are of: a title, a summary or a name ends in " v" and
// the version; a body begins with the same.

// Text returns a text of a subject in a version.
func Text(subject string, version int) string { return fmt.Sprintf("%s v%d", subject, version) }

// Body returns a body of a subject in a version, of about 2 KB, as clean HTML.
func Body(subject string, version int) string {
	const sentences = 40
	text := Text(subject, version)
	return "<p>" + text + "</p><p>" + strings.Repeat("The harbour is closed until the storm is over. ", sentences) + "</p><p>" + text + "</p>"
}

// parse reads a text back.
func parse(text string) (subject string, version int, ok bool) {
	at := strings.LastIndex(text, " v")
	if at < 0 {
		return "", 0, false
	}
	version, err := strconv.Atoi(text[at+2:])
	return text[:at], version, err == nil
}

// parseBody reads a body back: its first and last paragraphs must say the same.
func parseBody(body string) (subject string, version int, ok bool) {
	inner, found := strings.CutPrefix(body, "<p>")
	inner, last := strings.CutSuffix(inner, "</p>")
	begin, end := strings.Index(inner, "</p>"), strings.LastIndex(inner, "<p>")
	if !found || !last || begin < 0 || end < 0 || inner[:begin] != inner[end+len("<p>"):] {
		return "", 0, false
	}
	return parse(inner[:begin])
}

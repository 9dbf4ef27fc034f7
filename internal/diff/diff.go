// Package diff compares two texts or article bodies word by word, for people
// who want to see what was changed. Strings come in and edits go out; what the
// words mean, which fields an article has and how edits are shown is not known
// here. No I/O.
package diff

import "strings"

// Op says what is done to the text of an edit.
type Op string

// The operations: text that both have, that only the second has, and that only
// the first has.
const (
	Equal  Op = "equal"
	Insert Op = "insert"
	Delete Op = "delete"
)

// Edit is a stretch of text that was kept, put in or taken out.
type Edit struct {
	Op   Op     `json:"op" swaggertype:"string" enums:"equal,insert,delete"`
	Text string `json:"text"`
} // @name DiffEdit

// Words returns the edits that make b of a: the texts of what is equal or
// deleted, joined, are a, and those of what is equal or inserted are b. Each
// Han character and each hiragana is a word, and so is each run of other
// letters and digits, as article bodies are counted. Of HTML each tag and each
// character reference is a word. No word and no grapheme cluster (UAX #29) of
// the text between tags is cut in two.
//
// No text is empty, no two neighbours are of one Op, and where text was
// replaced the deletion comes first. Replaced words with but white space
// between them are one replacement. Equal texts give one edit, or none when
// they are empty.
//
// It finds few changes rather than the fewest: paragraphs are compared first,
// then the sentences of those that differ, then their words. Time is near
// linear; where much differs it looks less hard, and calls more replaced than
// was.
func Words(a, b string) []Edit {
	c := &comparison{work: allowance}
	c.change(words(a), words(b), levels)
	return joinReplacements(c.edits)
}

// joinReplacements makes one replacement of those that only white space keeps
// apart.
func joinReplacements(edits []Edit) []Edit {
	var joined []Edit
	for len(edits) > 0 {
		length := 1
		for isReplaced(edits, length-1) && isSpace(edits, length+1) && isReplaced(edits, length+2) {
			length += 3
		}
		if length > 1 {
			length++
			joined = append(joined, Edit{Delete, without(Insert, edits[:length])}, Edit{Insert, without(Delete, edits[:length])})
		} else {
			joined = append(joined, edits[0])
		}
		edits = edits[length:]
	}
	return joined
}

// isReplaced tells a deletion at i that an insertion follows.
func isReplaced(edits []Edit, i int) bool {
	return i+1 < len(edits) && edits[i].Op == Delete && edits[i+1].Op == Insert
}

func isSpace(edits []Edit, i int) bool {
	return i < len(edits) && edits[i].Op == Equal && strings.TrimSpace(edits[i].Text) == ""
}

// without joins the texts of the edits but those of one operation.
func without(op Op, edits []Edit) string {
	var text strings.Builder
	for _, edit := range edits {
		if edit.Op != op {
			text.WriteString(edit.Text)
		}
	}
	return text.String()
}

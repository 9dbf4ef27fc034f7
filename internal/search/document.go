package search

import (
	"strings"
	"unicode/utf8"
)

// Field is a part of an article that can be searched.
type Field rune

// The fields, in the order that they have in an Entry. Their values are what
// marks them there: characters that no folded text holds.
const (
	AnyField Field = 0
	Title    Field = 'Ｔ'
	Subtitle Field = 'Ｕ'
	Summary  Field = 'Ｓ'
	Byline   Field = 'Ｂ'
	Section  Field = 'Ｃ'
	Tag      Field = 'Ｇ'
	Source   Field = 'Ｏ'
	Body     Field = 'Ｘ'
)

// isAsked tells the fields that a query can name. Their terms are in the index
// a second time, with the field's marker before them.
func isAsked(f Field) bool {
	return f == Title || f == Byline || f == Section || f == Tag
}

// Document is what is searched of an article, as plain text. Names are given as
// readers see them.
type Document struct {
	Title, Subtitle, Summary, Body   string
	Bylines, Sections, Tags, Sources []string
}

// values are the texts of a document by field.
func (d *Document) values(yield func(Field, string) bool) {
	for _, f := range []struct {
		field Field
		texts []string
	}{
		{Title, []string{d.Title}},
		{Subtitle, []string{d.Subtitle}},
		{Summary, []string{d.Summary}},
		{Byline, d.Bylines},
		{Section, d.Sections},
		{Tag, d.Tags},
		{Source, d.Sources},
		{Body, []string{d.Body}},
	} {
		for _, text := range f.texts {
			if !yield(f.field, text) {
				return
			}
		}
	}
}

// Entry is a document in its folded form: one value after the other, each with
// its field's marker before and a line end behind it. Query.Matches and Score
// read it.
type Entry string

// Entry returns the folded form of a document.
func (f *Folder) Entry(d Document) Entry {
	var out []byte
	for field, text := range d.values {
		begin := len(out)
		out = utf8.AppendRune(out, rune(field))
		marked := len(out)
		out = f.append(out, text)
		if len(out) == marked {
			out = out[:begin]
			continue
		}
		out = append(out, '\n')
	}
	return Entry(out)
}

// nextValue is how what follows the line end of a value begins: with the first
// bytes of a marker. Within a value only a unit or a space follows a line end.
const nextValue = "\n\xef\xbc"

// values are the folded texts of an entry by field.
func (e Entry) values(yield func(Field, string) bool) {
	for rest := string(e); rest != ""; {
		marker, size := utf8.DecodeRuneInString(rest)
		rest = rest[size:]
		end := strings.Index(rest, nextValue) + 1
		if end == 0 {
			end = len(rest)
		}
		if !yield(Field(marker), rest[:end]) {
			return
		}
		rest = rest[end:]
	}
}

// Value returns the folded form of a value alone, such as a name.
func (f *Folder) Value(text string) string {
	return f.fold(text)
}

// Terms returns the terms that an index holds for the entry, sorted, each once.
// A term is 1 to MaxTermBytes bytes of UTF-8 and holds, of ASCII, only lower
// case letters and digits.
func (e Entry) Terms() []string {
	const bytesPerTerm = 3 // or more
	set := make(map[string]struct{}, len(e)/bytesPerTerm)
	e.addTerms(set, true)
	return sorted(set)
}

// Words returns those of the terms that are more than the characters beyond
// ASCII of an entry and the pairs of them that touch: what an engine can't make
// of the entry by itself.
func (e Entry) Words() []string {
	set := map[string]struct{}{}
	e.addTerms(set, false)
	return sorted(set)
}

func (e Entry) addTerms(set map[string]struct{}, dense bool) {
	for field, text := range e.values {
		addTerms(set, text, "", dense)
		if isAsked(field) {
			addTerms(set, text, string(rune(field)), true)
		}
	}
}

package script

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// HTML converts the text of HTML, and leaves tags, attributes and comments as
// they are, to the byte. So it does the text of code, pre, kbd, samp and their
// like, that of script, style and textarea, and what an attribute lang says is
// not Chinese. Text is converted across inline elements as if these were not
// there. Attributes called lang keep what they say.
func (c *Converter) HTML(source string) string {
	if c == nil {
		return source
	}
	w := &writer{convert: c.Text}
	w.out.Grow(len(source) + len(source)/16)
	tokens := html.NewTokenizer(strings.NewReader(source))
	at := 0
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			break
		}
		raw := source[at : at+len(tokens.Raw())]
		at += len(raw)
		w.token(kind, raw, tokens)
	}
	w.flush()
	w.out.WriteString(source[at:]) // a tag that never ends
	return w.out.String()
}

// writer gathers what stands in a line, text and inline tags, and converts it
// at once.
type writer struct {
	convert func(string) string
	out     strings.Builder
	line    []piece

	// verbatim is the element whose end is waited for before anything is
	// converted again, and depth how often it is within itself.
	verbatim string
	depth    int
}

type piece struct {
	raw  string
	text bool
}

func (w *writer) token(kind html.TokenType, raw string, tokens *html.Tokenizer) {
	switch kind {
	case html.TextToken:
		w.add(raw, true)
	case html.StartTagToken, html.SelfClosingTagToken:
		name, more := tokens.TagName()
		w.start(string(name), raw, more && foreign(tokens))
	case html.EndTagToken:
		name, _ := tokens.TagName()
		w.end(string(name), raw)
	default:
		w.add(raw, false)
	}
}

func (w *writer) add(raw string, text bool) {
	if w.verbatim != "" {
		w.out.WriteString(raw)
		return
	}
	w.line = append(w.line, piece{raw: raw, text: text})
}

func (w *writer) start(name, raw string, foreign bool) {
	switch {
	case w.verbatim == name:
		w.depth++
	case w.verbatim == "" && (verbatim[name] || foreign && !void[name]):
		w.flush()
		w.verbatim, w.depth = name, 1
	case !inline[name]:
		w.flush()
	}
	w.add(raw, false)
}

func (w *writer) end(name, raw string) {
	if w.verbatim == "" && !inline[name] {
		w.flush()
	}
	w.add(raw, false)
	if w.verbatim != name {
		return
	}
	if w.depth--; w.depth == 0 {
		w.verbatim = ""
	}
}

// foreign tells whether the tag that is being read says that what is in it is
// of another language. An empty lang says nothing.
func foreign(tokens *html.Tokenizer) bool {
	for more := true; more; {
		var key, value []byte
		if key, value, more = tokens.TagAttr(); string(key) == "lang" && len(value) > 0 {
			_, chinese := Of(string(value))
			return !chinese
		}
	}
	return false
}

// flush converts and writes the line so far. Its text is converted as one, and
// its characters go back to where they were: as many come out as went in. Text
// that is no UTF-8 could get new characters where two pieces of it meet.
func (w *writer) flush() {
	defer func() { w.line = w.line[:0] }()
	var all strings.Builder
	valid := true
	for _, p := range w.line {
		if p.text {
			all.WriteString(decode(p.raw))
			valid = valid && utf8.ValidString(p.raw)
		}
	}
	converted := w.convert(all.String())
	if converted == all.String() {
		converted = ""
	}
	for _, p := range w.line {
		switch {
		case !p.text || valid && converted == "":
			w.out.WriteString(p.raw)
		case valid:
			converted = w.putBack(p.raw, converted)
		default:
			w.putBack(p.raw, w.convert(decode(p.raw)))
		}
	}
}

// putBack writes a piece of text with its characters converted, and returns
// what is left of the converted text.
func (w *writer) putBack(raw, converted string) string {
	for at := 0; at < len(raw); {
		was, size := character(raw[at:])
		is, width := utf8.DecodeRuneInString(converted)
		if is == was {
			w.out.WriteString(raw[at : at+size])
		} else {
			w.out.WriteString(converted[:width])
		}
		at += size
		converted = converted[width:]
	}
	return converted
}

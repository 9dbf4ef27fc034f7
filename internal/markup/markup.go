// Package markup reads clean article bodies: as plain text, as a count of
// words, as blocks for apps that do not show HTML. HTML comes in as hygiene
// leaves it; what comes in otherwise is read as well as it can be, but nothing
// here makes it safe. No I/O, no decisions about articles.
package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// Text returns what a reader sees as plain text: paragraphs apart by an empty
// line, list items and table rows on lines of their own, cells apart by tabs,
// br as a line end, pre as it is, the readings of ruby left out, references
// decoded, in normalisation form C.
func Text(source string) string {
	w := &textWriter{}
	tokenizer := html.NewTokenizer(strings.NewReader(source))
	for tokenizer.Next() != html.ErrorToken {
		token := tokenizer.Token()
		switch token.Type {
		case html.TextToken:
			w.text(token.Data)
		case html.StartTagToken, html.SelfClosingTagToken:
			w.tag(token.Data, 1)
		case html.EndTagToken:
			w.tag(token.Data, -1)
		case html.ErrorToken, html.CommentToken, html.DoctypeToken:
		}
	}
	return norm.NFC.String(w.out.String())
}

// textWriter holds white space back until there is something to set apart.
type textWriter struct {
	out    strings.Builder
	lines  int // line ends owed by blocks: 1 ends a line, 2 a paragraph
	hard   int // line ends owed by br and pre
	tab    bool
	space  bool
	opened bool // a pre begins here: HTML drops one line end

	lists, cells, pres, readings int // how many are open
}

func (w *textWriter) tag(name string, change int) {
	w.opened = name == "pre" && change > 0
	switch name {
	case "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "figure", "figcaption", "table", "caption", "hr":
		w.end(paragraph)
	case "li", "dt", "dd", "tr":
		w.end(line)
	case "br":
		w.end(0)
		w.hard++
	case "ul", "ol", "dl":
		outer := w.lists + min(change, 0)
		w.lists = max(outer, 0)
		w.end(paragraph)
		w.lists += max(change, 0)
	case "pre":
		w.pres = max(w.pres+change, 0)
		w.end(paragraph)
	case "td", "th":
		w.cells = max(w.cells+change, 0)
		w.tab = true
	case "rt", "rp":
		w.readings = max(w.readings+change, 0)
	}
}

const (
	line      = 1
	paragraph = 2
)

// end ends a line or paragraph. What is in a list stays together, what is in a
// cell stays on its line.
func (w *textWriter) end(lines int) {
	switch {
	case w.cells > 0:
		w.space = true
	case w.lists > 0:
		w.lines = max(w.lines, line)
	default:
		w.lines = max(w.lines, lines)
	}
}

func (w *textWriter) text(text string) {
	switch {
	case w.readings > 0:
	case w.pres > 0 && w.cells == 0:
		if w.opened {
			text = strings.TrimPrefix(text, "\n")
		}
		w.verbatim(text)
	default:
		w.collapsed(text)
	}
	w.opened = false
}

func (w *textWriter) verbatim(text string) {
	for i, row := range strings.Split(text, "\n") {
		if i > 0 {
			w.hard++
		}
		w.write(row)
	}
}

func (w *textWriter) collapsed(text string) {
	words := strings.FieldsFunc(text, isSpace)
	for i, word := range words {
		w.space = w.space || i > 0 || isSpace(rune(text[0]))
		w.write(word)
	}
	w.space = w.space || text != "" && isSpace(rune(text[len(text)-1]))
}

func (w *textWriter) write(text string) {
	if text == "" {
		return
	}
	if w.out.Len() > 0 {
		w.out.WriteString(w.owed())
	}
	w.out.WriteString(text)
	w.lines, w.hard, w.tab, w.space = 0, 0, false, false
}

func (w *textWriter) owed() string {
	switch lines := max(w.lines, w.hard); {
	case lines > 0:
		return strings.Repeat("\n", lines)
	case w.tab:
		return "\t"
	case w.space:
		return " "
	}
	return ""
}

// isSpace tells the white space that HTML collapses. NBSP and the ideographic
// space are not of it.
func isSpace(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f'
}

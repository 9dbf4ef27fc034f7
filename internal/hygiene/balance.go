package hygiene

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// maxDepth is how deep elements nest at most. A table may add the three that
// an HTML parser would add to it.
const maxDepth = 256

// element is one that is open. A hidden one has no tags in the output.
type element struct {
	name   string
	hidden bool
	begin  int // where its start tag begins and ends in the output
	end    int
}

// balancer writes tags so that every HTML parser builds the same tree from
// them: what a parser would close is closed, what it would add is added, and
// nothing is left for it to move. Unlike a parser it never reopens an element,
// so that the output can't outgrow the input.
type balancer struct {
	out     []byte
	run     strings.Builder // the text since the last tag
	stack   []element
	open    map[string]int // how many of each name are on the stack
	skipped map[string]int // how many of each name were too deep
	kept    int            // elements and attributes of the input in the output
}

// balance makes HTML that has passed the policy well formed, and counts the
// elements and attributes it kept.
func balance(source string) (clean string, kept int) {
	b := &balancer{open: map[string]int{}, skipped: map[string]int{}}
	tokenizer := html.NewTokenizer(strings.NewReader(source))
	for tokenizer.Next() != html.ErrorToken {
		token := tokenizer.Token()
		switch token.Type {
		case html.TextToken:
			b.text(token.Data)
		case html.StartTagToken, html.SelfClosingTagToken:
			b.start(token)
		case html.EndTagToken:
			b.endTag(token.Data)
		case html.ErrorToken, html.CommentToken, html.DoctypeToken:
		}
	}
	b.closeTo(0)
	b.flush()
	return string(b.out), b.kept
}

func (b *balancer) text(text string) {
	if !isBlank(text) {
		b.openCell()
		b.openParagraph()
	}
	b.run.WriteString(text)
}

func (b *balancer) start(token html.Token) {
	name := token.Data
	bare := lacks(name, token.Attr)
	if voids[name] && bare || !b.place(name, bare) {
		return
	}
	switch {
	case voids[name]:
		b.writeStart(name, token.Attr)
	case len(b.stack) >= maxDepth:
		b.skipped[name]++
		return
	case bare || name == wrapper:
		b.push(element{name: name, hidden: true}, nil)
		return
	default:
		b.push(element{name: name}, token.Attr)
	}
	b.kept += 1 + len(token.Attr)
}

// place closes what an element ends by starting, opens what it must be in, and
// reports whether it may stand here at all. A bare one opens nothing.
func (b *balancer) place(name string, bare bool) bool {
	if parents, isPart := tableParents[name]; isPart {
		return b.placeInTable(name, parents)
	}
	if rubyParts[name] {
		return b.closeInto("ruby")
	}
	b.closeThrough(endedBy[name]...)
	if bare {
		return true
	}
	b.openCell()
	if blocks[name] {
		b.closeThrough("p", "ruby")
	} else {
		b.openParagraph()
	}
	return true
}

func (b *balancer) endTag(name string) {
	if b.skipped[name] > 0 {
		b.skipped[name]--
		return
	}
	if i := b.find(name, stopsOf(name)); i >= 0 {
		b.closeTo(i)
		return
	}
	if slices.Contains(headings, name) {
		b.closeThrough(headings...)
	}
}

// openParagraph gives the bare text and inline elements of a wrapper a
// paragraph, but for wrappers in what is one paragraph already.
func (b *balancer) openParagraph() {
	isOpen := func(name string) bool { return b.open[name] > 0 }
	if b.top() == wrapper && !isOpen("pre") && !slices.ContainsFunc(headings, isOpen) {
		b.push(element{name: "p"}, nil)
	}
}

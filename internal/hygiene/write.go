package hygiene

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

func (b *balancer) push(opened element, attributes []html.Attribute) {
	if !opened.hidden {
		opened.begin, opened.end = b.writeStart(opened.name, attributes)
	}
	b.stack = append(b.stack, opened)
	b.open[opened.name]++
}

func (b *balancer) writeStart(name string, attributes []html.Attribute) (begin, end int) {
	b.flush()
	begin = len(b.out)
	b.out = append(b.out, "<"+name...)
	for _, attribute := range attributes {
		b.out = append(b.out, " "+attribute.Key+`="`+attributeEscaper.Replace(tidy(attribute.Val))+`"`...)
	}
	b.out = append(b.out, '>')
	return begin, len(b.out)
}

// flush writes the text since the last tag. It is written at once so that it
// is normalised as a whole, whatever stood in it.
func (b *balancer) flush() {
	text := tidy(b.run.String())
	b.run.Reset()
	if b.isAtStartOfPre() {
		text = keepLineEnd(text)
	}
	b.out = append(b.out, escapeText(text)...)
}

func (b *balancer) isAtStartOfPre() bool {
	for _, element := range slices.Backward(b.stack) {
		if !element.hidden {
			return element.name == "pre" && element.end == len(b.out)
		}
	}
	return false
}

// keepLineEnd writes what HTML reads as text at the start of a pre, where it
// drops one line end: so one goes, and a second one is doubled.
func keepLineEnd(text string) string {
	text = strings.TrimPrefix(text, "\n")
	if strings.HasPrefix(text, "\n") {
		return "\n" + text
	}
	return text
}

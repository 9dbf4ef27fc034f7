package hygiene

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// body is what the checks want to know of clean HTML.
type body struct {
	paragraphs []string // what readers see, block by block, without code and the readings of ruby
	links      []anchor
	images     []image
	empty      int // paragraphs, headings and items that hold nothing
}

// anchor is a link of the body.
type anchor struct {
	address string
	title   string
	text    string
	isImage bool // it shows an image
}

// image is one of the body; hasAlt is true for alt="" too, which HTML has for
// images that say nothing.
type image struct {
	address string
	hasAlt  bool
}

// maxLinkText is how many bytes of a link's text are looked at, or a little
// more.
const maxLinkText = 400

// mute are the elements whose text is not prose: code, and readings.
var mute = set("code", "pre", "kbd", "samp", "var", "rt", "rp")

// lineBreaks are the elements that begin and end a paragraph.
var lineBreaks = set("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "figure", "figcaption", "ul", "ol",
	"li", "dl", "dt", "dd", "table", "caption", "tr", "td", "th", "br")

// needsContent are the elements that should not be empty.
var needsContent = set("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote")

// bodyReader reads clean HTML from one end to the other.
type bodyReader struct {
	*body

	text    strings.Builder
	muted   int
	link    *anchor
	content int   // how many things were shown so far
	opened  []int // the content shown before each open element that should not be empty
}

func readBody(source string) *body {
	r := &bodyReader{body: &body{}}
	tokenizer := html.NewTokenizer(strings.NewReader(source))
	for tokenizer.Next() != html.ErrorToken {
		r.read(tokenizer.Token())
	}
	r.endParagraph()
	return r.body
}

func (r *bodyReader) read(token html.Token) {
	switch token.Type {
	case html.TextToken:
		r.write(token.Data)
	case html.StartTagToken, html.SelfClosingTagToken:
		r.start(token)
	case html.EndTagToken:
		r.end(token.Data)
	case html.ErrorToken, html.CommentToken, html.DoctypeToken:
	}
}

func (r *bodyReader) write(text string) {
	if isInvisible(text) {
		r.text.WriteString(text)
		return
	}
	r.content++
	if r.link != nil && len(r.link.text) < maxLinkText {
		r.link.text += text
	}
	if r.muted == 0 {
		r.text.WriteString(text)
	}
}

func (r *bodyReader) start(token html.Token) {
	name := token.Data
	if lineBreaks[name] {
		r.endParagraph()
	}
	switch {
	case mute[name]:
		r.muted++
	case needsContent[name]:
		r.opened = append(r.opened, r.content)
	case name == "a":
		r.link = &anchor{address: attributeOf(token, "href"), title: attributeOf(token, "title")}
	case name == "img":
		r.image(token)
	}
}

func (r *bodyReader) image(token html.Token) {
	r.content++
	hasAlt := slices.ContainsFunc(token.Attr, func(a html.Attribute) bool { return a.Key == "alt" })
	r.images = append(r.images, image{address: attributeOf(token, "src"), hasAlt: hasAlt})
	if r.link != nil {
		r.link.isImage = true
	}
}

func (r *bodyReader) end(name string) {
	if lineBreaks[name] {
		r.endParagraph()
	}
	switch {
	case mute[name]:
		r.muted = max(r.muted-1, 0)
	case name == "a" && r.link != nil:
		r.links = append(r.links, *r.link)
		r.link = nil
	case needsContent[name] && len(r.opened) > 0:
		last := len(r.opened) - 1
		if r.opened[last] == r.content {
			r.empty++
			r.content++ // what holds only empty elements is not empty once more
		}
		r.opened = r.opened[:last]
	}
}

func (r *bodyReader) endParagraph() {
	if text := r.text.String(); !isInvisible(text) {
		r.paragraphs = append(r.paragraphs, strings.TrimSpace(text))
	}
	r.text.Reset()
}

// isInvisible tells text that shows nothing: white space of every kind and
// characters without width.
func isInvisible(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsSpace(r) && !isZeroWidth(r) })
}

func isZeroWidth(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r)
}

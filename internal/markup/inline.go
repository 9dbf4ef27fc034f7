package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

var (
	textEscaper      = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	attributeEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;")
)

// inline is a stretch of text being written as inline HTML. Blocks in it
// become lines, images and, within an item, lists are set aside.
type inline struct {
	out     []byte
	run     []byte   // the text since the last tag
	pending []string // start tags, once there is something to follow them
	owed    bool     // a br, likewise
	inLink  bool
	isItem  bool
	images  []*html.Node
	lists   []*html.Node
}

// contentOf writes what is in a block.
func contentOf(node *html.Node) *inline {
	w := &inline{}
	w.content(node)
	return w
}

// source ends the writing.
func (w *inline) source() string {
	w.flush()
	return string(w.out)
}

func (w *inline) html() string {
	return guarded(strings.TrimFunc(w.source(), isSpace))
}

func (w *inline) text() string {
	return Text(w.source())
}

func (w *inline) nodes(nodes ...*html.Node) {
	for _, node := range nodes {
		w.node(node)
	}
}

func (w *inline) node(node *html.Node) {
	switch {
	case node.Type == html.TextNode:
		w.write(node.Data)
	case node.Type != html.ElementNode:
	case node.Data == "img":
		w.images = append(w.images, node)
	case w.isItem && isList(node):
		w.lists = append(w.lists, node)
	case node.Data == "br" || node.Data == "wbr":
		w.tag("<" + node.Data + ">")
	case isBlock(node):
		w.owed = len(w.out)+len(w.run) > 0
		w.content(node)
		w.owed = len(w.out)+len(w.run) > 0
	case node.Data == "a":
		w.link(node)
	default:
		w.element(node.Data, node)
	}
}

// content writes what is in a block. The language of the block, which has no
// other place, becomes a span.
func (w *inline) content(node *html.Node) {
	if attributeOf(node, "lang") != "" || attributeOf(node, "dir") != "" {
		w.element("span", node)
		return
	}
	w.nodes(childrenOf(node)...)
}

// link keeps the outer of two links in each other, which a table in a link
// makes possible.
func (w *inline) link(node *html.Node) {
	if w.inLink {
		w.nodes(childrenOf(node)...)
		return
	}
	w.inLink = true
	w.element("a", node)
	w.inLink = false
}

// element leaves out elements that hold nothing, such as links around images.
func (w *inline) element(name string, node *html.Node) {
	var start strings.Builder
	start.WriteString("<" + name)
	for _, attribute := range node.Attr {
		start.WriteString(" " + attribute.Key + `="` + attributeEscaper.Replace(attribute.Val) + `"`)
	}
	w.pending = append(w.pending, start.String()+">")
	depth := len(w.pending)
	w.nodes(childrenOf(node)...)
	if len(w.pending) == depth {
		w.pending = w.pending[:depth-1]
		return
	}
	w.tag("</" + name + ">")
}

func (w *inline) write(text string) {
	if w.owed && strings.TrimFunc(text, isSpace) != "" {
		w.owed = false
		w.flush()
		w.out = append(w.out, "<br>"...)
	}
	w.open()
	w.run = append(w.run, text...)
}

func (w *inline) tag(tag string) {
	w.open()
	w.flush()
	w.out = append(w.out, tag...)
}

func (w *inline) open() {
	if len(w.pending) == 0 {
		return
	}
	w.flush()
	w.out = append(w.out, strings.Join(w.pending, "")...)
	w.pending = nil
}

// flush writes the text since the last tag, normalised as a whole: what stood
// in it may be gone.
func (w *inline) flush() {
	text := textEscaper.Replace(norm.NFC.String(string(w.run)))
	w.out = append(w.out, guarded(text)...)
	w.run = w.run[:0]
}

// guarded writes U+0338 at the beginning of text as a reference: it would join
// the ">" of a tag before it when the whole is normalised.
func guarded(text string) string {
	if rest, found := strings.CutPrefix(text, "\u0338"); found {
		return "&#824;" + rest
	}
	return text
}

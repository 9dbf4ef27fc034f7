package markup

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Blocks returns clean HTML as a flat list of blocks, in order, without empty
// paragraphs. What stands within a quote, other than text, follows it as a
// block of its own; images in text, lists and tables follow those. HTML that
// is no body's (nested deeper than the parser goes) is one paragraph.
func Blocks(source string) []Block {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(source), body)
	if err != nil {
		text := Text(source)
		escaped := textEscaper.Replace(text)
		return []Block{{Type: BlockParagraph, Text: text, HTML: &escaped, Items: []Item{}, Rows: [][]Cell{}}}
	}
	w := &blockWriter{blocks: []Block{}, holders: holdersOf(nodes)}
	w.flow(nodes, BlockParagraph)
	return w.blocks
}

type blockWriter struct {
	blocks  []Block
	holders map[*html.Node]bool
}

// add gives a block the empty arrays that its type leaves out.
func (w *blockWriter) add(block Block) {
	if block.Items == nil {
		block.Items = []Item{}
	}
	if block.Rows == nil {
		block.Rows = [][]Cell{}
	}
	w.blocks = append(w.blocks, block)
}

// flow writes nodes one after the other; text between blocks is a block of
// the given type.
func (w *blockWriter) flow(nodes []*html.Node, kind BlockType) {
	text := &inline{}
	for _, node := range nodes {
		if !isBlock(node) && !w.holders[node] {
			text.node(node)
			continue
		}
		w.text(kind, text)
		text = &inline{}
		w.block(node, kind)
	}
	w.text(kind, text)
}

func (w *blockWriter) block(node *html.Node, kind BlockType) {
	switch node.Data {
	case "p":
		w.text(kind, contentOf(node))
	case "h1", "h2", "h3", "h4", "h5", "h6":
		w.heading(node)
	case "ul", "ol", "dl":
		w.list(node)
	case "blockquote":
		w.quote(node, kind)
	case "pre":
		w.code(node)
	case "figure":
		w.figure(node, kind)
	case "table":
		w.table(node, kind)
	case "hr":
		w.add(Block{Type: BlockDivider})
	default:
		w.flow(childrenOf(node), kind)
	}
}

// text writes a paragraph, or what else is mere text, and the images in it.
func (w *blockWriter) text(kind BlockType, content *inline) {
	if text := content.text(); text != "" {
		w.add(Block{Type: kind, Text: text, HTML: new(content.html())})
	}
	w.images(content.images)
}

func (w *blockWriter) heading(node *html.Node) {
	content := contentOf(node)
	if text := content.text(); text != "" {
		level := int(node.Data[1] - '0')
		w.add(Block{Type: BlockHeading, Text: text, HTML: new(content.html()), Level: &level})
	}
	w.images(content.images)
}

func (w *blockWriter) code(node *html.Node) {
	content := contentOf(node)
	text := Text("<pre>\n" + content.source() + "</pre>")
	if text != "" {
		w.add(Block{Type: BlockCode, Text: text})
	}
	w.images(content.images)
}

// quote makes one block of the paragraphs that follow each other in it, a
// quote in a quote included.
func (w *blockWriter) quote(node *html.Node, kind BlockType) {
	begin := len(w.blocks)
	w.flow(childrenOf(node), BlockQuote)
	if kind == BlockQuote {
		return
	}
	within := slices.Clone(w.blocks[begin:])
	w.blocks = w.blocks[:begin]
	for len(within) > 0 {
		run := slices.IndexFunc(within, func(block Block) bool { return block.Type != BlockQuote })
		switch run {
		case 0:
			w.add(within[0])
			within = within[1:]
		case -1:
			w.add(joinQuotes(within))
			return
		default:
			w.add(joinQuotes(within[:run]))
			within = within[run:]
		}
	}
}

func joinQuotes(paragraphs []Block) Block {
	var texts, parts []string
	for _, paragraph := range paragraphs {
		texts = append(texts, paragraph.Text)
		parts = append(parts, *paragraph.HTML)
	}
	return Block{Type: BlockQuote, Text: strings.Join(texts, "\n\n"), HTML: new(strings.Join(parts, "<br><br>"))}
}

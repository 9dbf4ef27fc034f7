package markup

import (
	"slices"

	"golang.org/x/net/html"
)

// figure gives the caption to the last image or table in it. Without either
// the caption is a paragraph like the rest.
func (w *blockWriter) figure(node *html.Node, kind BlockType) {
	isCaption := func(child *html.Node) bool { return is(child, "figcaption") }
	begin := len(w.blocks)
	w.flow(slices.DeleteFunc(childrenOf(node), isCaption), kind)
	for child := range node.ChildNodes() {
		if !isCaption(child) {
			continue
		}
		caption := contentOf(child)
		if last := len(w.blocks) - 1; last < begin || !w.blocks[last].takeCaption(caption) {
			w.text(kind, caption)
			continue
		}
		w.images(caption.images)
	}
}

func (b *Block) takeCaption(caption *inline) bool {
	if b.Type != BlockFigure && b.Type != BlockTable || b.Caption != nil {
		return false
	}
	text := caption.text()
	if text == "" {
		return true
	}
	b.Caption = new(caption.html())
	if b.Type == BlockFigure {
		b.Text = text
	}
	return true
}

func (w *blockWriter) images(images []*html.Node) {
	for _, image := range images {
		w.add(Block{
			Type:   BlockFigure,
			URL:    new(attributeOf(image, "src")),
			Alt:    new(attributeOf(image, "alt")),
			Width:  sizeOf(image, "width"),
			Height: sizeOf(image, "height"),
		})
	}
}

func sizeOf(image *html.Node, key string) *int {
	if size := numberOf(image, key, 0); size > 0 {
		return &size
	}
	return nil
}

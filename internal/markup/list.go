package markup

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// listWriter flattens a list and the lists in it.
type listWriter struct {
	items  []Item
	images []*html.Node
}

func (w *blockWriter) list(node *html.Node) {
	list := &listWriter{}
	list.add(node, 1)
	if len(list.items) > 0 {
		lines := make([]string, len(list.items))
		for i, item := range list.items {
			lines[i] = item.Text
		}
		w.add(Block{
			Type: BlockList, Text: strings.Join(lines, "\n"), Ordered: new(node.Data == "ol"), Items: list.items,
		})
	}
	w.images(list.images)
}

func (w *listWriter) add(list *html.Node, level int) {
	number, step := numbering(list)
	for child := range list.ChildNodes() {
		switch {
		case isList(child):
			w.add(child, level+1)
		case is(child, "li") && list.Data == "ol":
			number = numberOf(child, "value", number)
			w.item(child, level, new(number))
			number += step
		case is(child, "dd"):
			w.item(child, level+1, nil)
		default:
			w.item(child, level, nil)
		}
	}
}

// item writes one item, or what stands between items as if it were one.
func (w *listWriter) item(node *html.Node, level int, number *int) {
	content := &inline{isItem: true}
	if isBlock(node) {
		content.content(node)
	} else {
		content.node(node)
	}
	if text := content.text(); text != "" {
		w.items = append(w.items, Item{Text: text, HTML: content.html(), Level: level, Number: number})
	}
	w.images = append(w.images, content.images...)
	for _, inner := range content.lists {
		w.add(inner, level+1)
	}
}

// numbering returns the first number of a list and what is added for each
// next one (HTML Living Standard, ordinal value).
func numbering(list *html.Node) (first, step int) {
	isReversed := slices.ContainsFunc(list.Attr, func(a html.Attribute) bool { return a.Key == "reversed" })
	if !isReversed {
		return numberOf(list, "start", 1), 1
	}
	count := 0
	for child := range list.ChildNodes() {
		if is(child, "li") {
			count++
		}
	}
	return numberOf(list, "start", count), -1
}

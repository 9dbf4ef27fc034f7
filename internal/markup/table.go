package markup

import (
	"strings"

	"golang.org/x/net/html"
)

// table takes one caption; what other captions say is a paragraph before it.
func (w *blockWriter) table(node *html.Node, kind BlockType) {
	table := Block{Type: BlockTable}
	var images []*html.Node
	for child := range node.ChildNodes() {
		if !is(child, "caption") {
			continue
		}
		caption := contentOf(child)
		if !table.takeCaption(caption) {
			w.text(kind, caption)
			continue
		}
		images = append(images, caption.images...)
	}
	var lines []string
	for _, row := range rowsOf(node) {
		cells, line, inCells := rowOf(row)
		table.Rows = append(table.Rows, cells)
		lines = append(lines, line)
		images = append(images, inCells...)
	}
	if len(table.Rows) > 0 || table.Caption != nil {
		table.Text = strings.Join(lines, "\n")
		w.add(table)
	}
	w.images(images)
}

// rowsOf returns the rows of a table, not those of tables in its cells.
func rowsOf(node *html.Node) []*html.Node {
	var rows []*html.Node
	for child := range node.ChildNodes() {
		switch {
		case is(child, "tr"):
			rows = append(rows, child)
		case is(child, "thead", "tbody", "tfoot"):
			rows = append(rows, rowsOf(child)...)
		}
	}
	return rows
}

func rowOf(row *html.Node) (cells []Cell, line string, images []*html.Node) {
	cells = []Cell{}
	var texts []string
	for child := range row.ChildNodes() {
		if !is(child, "td", "th") {
			continue
		}
		content := contentOf(child)
		text := content.text()
		cells = append(cells, Cell{
			Text:    text,
			HTML:    content.html(),
			Header:  child.Data == "th",
			Colspan: max(numberOf(child, "colspan", 1), 1),
			Rowspan: max(numberOf(child, "rowspan", 1), 0),
		})
		texts = append(texts, strings.ReplaceAll(text, "\n", " "))
		images = append(images, content.images...)
	}
	return cells, strings.Join(texts, "\t"), images
}

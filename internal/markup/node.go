package markup

import (
	"slices"
	"strconv"

	"golang.org/x/net/html"
)

var blockElements = map[string]bool{
	"p": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true,
	"blockquote": true, "pre": true, "hr": true, "figure": true, "figcaption": true,
	"ul": true, "ol": true, "li": true, "dl": true, "dt": true, "dd": true,
	"table": true, "caption": true, "thead": true, "tbody": true, "tfoot": true, "tr": true, "td": true, "th": true,
}

func isBlock(node *html.Node) bool {
	return node.Type == html.ElementNode && blockElements[node.Data]
}

// holdersOf finds the elements that have a block somewhere in them.
func holdersOf(nodes []*html.Node) map[*html.Node]bool {
	holders := map[*html.Node]bool{}
	for _, node := range nodes {
		for inner := range node.Descendants() {
			if !isBlock(inner) {
				continue
			}
			for outer := inner.Parent; outer != nil && !holders[outer]; outer = outer.Parent {
				holders[outer] = true
			}
		}
	}
	return holders
}

func isList(node *html.Node) bool {
	return is(node, "ul", "ol", "dl")
}

func is(node *html.Node, names ...string) bool {
	return node.Type == html.ElementNode && slices.Contains(names, node.Data)
}

func childrenOf(node *html.Node) []*html.Node {
	return slices.Collect(node.ChildNodes())
}

func attributeOf(node *html.Node, key string) string {
	for _, attribute := range node.Attr {
		if attribute.Key == key {
			return attribute.Val
		}
	}
	return ""
}

func numberOf(node *html.Node, key string, otherwise int) int {
	if number, err := strconv.Atoi(attributeOf(node, key)); err == nil {
		return number
	}
	return otherwise
}

package hygiene

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// lost names the elements and attributes, and "comment", that HTML has more of
// than its clean form, in the order in which they first came, each with how
// many: "script ×2, onclick, comment".
func lost(sent, clean string) string {
	const most = 20 // more than an excerpt has room for
	names, before := inventory(sent)
	_, after := inventory(clean)
	var said []string
	for _, name := range names {
		switch missing := before[name] - after[name]; {
		case missing > 1:
			said = append(said, fmt.Sprintf("%s ×%d", name, missing))
		case missing == 1:
			said = append(said, name)
		}
		if len(said) == most {
			break
		}
	}
	return strings.Join(said, ", ")
}

// inventory counts what HTML is made of by its names, which come in order.
func inventory(source string) (names []string, counts map[string]int) {
	counts = map[string]int{}
	add := func(name string) {
		if counts[name] == 0 {
			names = append(names, name)
		}
		counts[name]++
	}
	tokenizer := html.NewTokenizer(strings.NewReader(source))
	for tokenizer.Next() != html.ErrorToken {
		switch token := tokenizer.Token(); token.Type {
		case html.StartTagToken, html.SelfClosingTagToken:
			add(token.Data)
			for _, attribute := range token.Attr {
				add(attribute.Key)
			}
		case html.CommentToken, html.DoctypeToken:
			add("comment")
		case html.EndTagToken, html.TextToken, html.ErrorToken:
		}
	}
	return names, counts
}

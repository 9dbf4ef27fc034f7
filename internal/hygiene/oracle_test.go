package hygiene

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/unicode/norm"
)

type failer interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// checkPromises holds Sanitise to its doc comment, with a full HTML parser as
// the judge of what its output means.
func checkPromises(t failer, source string) {
	t.Helper()
	clean, _ := Sanitise(source)
	if again, removed := Sanitise(clean); again != clean || removed != 0 {
		t.Fatalf("of %q\nclean is %q\nand again %q, %d removed", source, clean, again, removed)
	}
	if !norm.NFC.IsNormalString(clean) || clean != visible(clean) {
		t.Fatalf("of %q\nclean has forbidden characters or is not NFC: %q", source, clean)
	}
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(clean), body)
	if err != nil {
		t.Fatalf("of %q\nclean %q is not parsed: %v", source, clean, err)
	}
	var parsed strings.Builder
	for _, node := range nodes {
		write(&parsed, node)
		for inner := range node.Descendants() {
			checkNode(t, source, inner)
		}
		checkNode(t, source, node)
	}
	if got, want := parsed.String(), sortAttributes(clean); got != want {
		t.Fatalf("of %q\nclean is %q\nand parsed  %q", source, want, got)
	}
}

func checkNode(t failer, source string, node *html.Node) {
	t.Helper()
	if node.Type == html.TextNode {
		return
	}
	attributes, isAllowed := allowed[node.Data]
	if node.Type != html.ElementNode || !isAllowed || node.Namespace != "" {
		t.Fatalf("of %q\n%q is left", source, node.Data)
	}
	for _, attribute := range node.Attr {
		if !slices.Contains(attributes, attribute.Key) && !slices.Contains(globalAttributes, attribute.Key) {
			t.Fatalf("of %q\n%s has %s", source, node.Data, attribute.Key)
		}
		checkAddress(t, source, node.Data, attribute)
	}
}

func checkAddress(t failer, source, element string, attribute html.Attribute) {
	t.Helper()
	if attribute.Key != "href" && attribute.Key != "src" && attribute.Key != "cite" {
		return
	}
	parsed, err := url.Parse(attribute.Val)
	if err != nil || strings.ContainsFunc(attribute.Val, func(r rune) bool { return r <= ' ' || r == '\\' }) {
		t.Fatalf("of %q\n%s has the address %q: %v", source, element, attribute.Val, err)
	}
	schemes := []string{"http", "https", "mailto", ""}
	if attribute.Key == "src" {
		schemes = []string{"https", ""}
	}
	if !slices.Contains(schemes, parsed.Scheme) || parsed.Scheme == "" && parsed.Host != "" {
		t.Fatalf("of %q\n%s has the address %q", source, element, attribute.Val)
	}
}

// write is the serialisation of the HTML Living Standard (13.3) as hygiene
// does it. Clean HTML has the few levels that recursion can take.
func write(out *strings.Builder, node *html.Node) {
	if node.Type == html.TextNode {
		out.WriteString(escapeText(node.Data))
		return
	}
	writeTag(out, node.Data, node.Attr)
	if voids[node.Data] {
		return
	}
	if first := node.FirstChild; node.Data == "pre" && first != nil && strings.HasPrefix(first.Data, "\n") {
		out.WriteString("\n")
	}
	for child := range node.ChildNodes() {
		write(out, child)
	}
	out.WriteString("</" + node.Data + ">")
}

// writeTag sorts the attributes, because the parser sorts some of them.
func writeTag(out *strings.Builder, name string, attributes []html.Attribute) {
	slices.SortFunc(attributes, func(a, b html.Attribute) int { return strings.Compare(a.Key, b.Key) })
	out.WriteString("<" + name)
	for _, attribute := range attributes {
		out.WriteString(" " + attribute.Key + `="` + attributeEscaper.Replace(attribute.Val) + `"`)
	}
	out.WriteString(">")
}

func sortAttributes(clean string) string {
	var out strings.Builder
	tokenizer := html.NewTokenizer(strings.NewReader(clean))
	for tokenizer.Next() != html.ErrorToken {
		raw := string(tokenizer.Raw())
		if token := tokenizer.Token(); token.Type == html.StartTagToken {
			writeTag(&out, token.Data, token.Attr)
		} else {
			out.WriteString(raw)
		}
	}
	return out.String()
}

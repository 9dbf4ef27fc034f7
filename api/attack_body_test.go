package api_test

import (
	"maps"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/seed-6f93249c/broadsheet/internal/hygiene/attacks"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// TestAttacksInBodies sends each attack as the body of an article of its own
// and has what is left judged by an HTML parser. What was answered is sent back
// as it is: nothing is left for a second pass to change.
func TestAttacksInBodies(t *testing.T) {
	oracle := newBodyOracle(t)
	each(t, func(t *testing.T, n *newsroom) {
		editor, tried := n.as(t, news.RoleEditor), 0
		for _, attack := range attacks.Sendable() {
			made := n.do(t, "POST", "/v1/articles", editor, object{"title": "A", "body": attack}).want(t, http.StatusCreated)
			body, _ := made.at(t, "/body").(string)
			oracle.judge(t, attack, body)
			back := n.do(t, "PATCH", made.header.Get("Location"), editor, object{"body": body}, "If-Match", made.header.Get("ETag")).want(t, http.StatusOK)
			back.head(t, "ETag", made.header.Get("ETag"))
			if stored, _ := back.at(t, "/body").(string); stored != body || slices.Contains(back.codesOf(t), "html-removed /body") {
				t.Errorf("of %q\nis stored %q, answered %q: %v", attack, stored, body, back.codesOf(t))
			}
			tried++
		}
		t.Logf("%d attacks in bodies", tried)
		for _, attack := range attacks.All() {
			if strings.Contains(attack, "\x00") {
				n.do(t, "POST", "/v1/articles", editor, object{"title": "A", "body": attack}).problem(t, http.StatusUnprocessableEntity, "validation")
			}
		}
	})
}

// TestAttacksTogether sends many attacks in one body, where what one leaves
// open takes in the next, and reads it in every format.
func TestAttacksTogether(t *testing.T) {
	oracle := newBodyOracle(t)
	each(t, func(t *testing.T, n *newsroom) {
		for _, between := range []string{"", "\n<p>between</p>\n", "<table><td>", "</p></table>"} {
			for some := range slices.Chunk(attacks.Sendable(), 64) {
				sent := strings.Join(some, between)
				address := n.draft(t, object{"body": sent})
				shown := n.see(t, address).want(t, http.StatusOK)
				oracle.judge(t, sent, shown.text(t, "/body"))
				back := n.patch(t, address, string(shown.body)).want(t, http.StatusOK)
				back.head(t, "ETag", shown.header.Get("ETag"))
				blocks, _ := n.see(t, address+"?body_format=blocks").at(t, "/blocks").([]any)
				for _, block := range blocks {
					if inner, isHTML := block.(object)["html"].(string); isHTML {
						oracle.judge(t, sent, inner)
					}
				}
			}
		}
	})
}

// bodyOracle knows the published allow-list and nothing of the code that is to
// keep to it.
type bodyOracle struct {
	elements map[string]map[string]bool // to their attributes
	global   map[string]bool
}

func newBodyOracle(t *testing.T) *bodyOracle {
	t.Helper()
	document, err := os.ReadFile("../docs/body-html.md")
	if err != nil {
		t.Fatal(err)
	}
	oracle := &bodyOracle{elements: map[string]map[string]bool{}, global: map[string]bool{}}
	for line := range strings.Lines(string(document)) {
		cells := strings.Split(line, "|")
		if len(cells) != 4 {
			continue
		}
		if strings.TrimSpace(cells[1]) == "any of these" {
			oracle.global = inBackticks(cells[2])
		}
		for element := range inBackticks(cells[1]) {
			oracle.elements[element] = inBackticks(cells[2])
		}
	}
	for _, never := range []string{"script", "style", "form", "input", "button", "iframe", "frame", "object", "embed", "svg", "math", "template", "link", "meta", "base"} {
		if oracle.elements[never] != nil {
			t.Fatalf("the document allows %s", never)
		}
	}
	for _, attributes := range append(slices.Collect(maps.Values(oracle.elements)), oracle.global) {
		for attribute := range attributes {
			if strings.HasPrefix(attribute, "on") || attribute == "style" || attribute == "srcset" || attribute == "formaction" {
				t.Fatalf("the document allows %s", attribute)
			}
		}
	}
	if len(oracle.elements) < 40 || !oracle.global["lang"] {
		t.Fatalf("the document lists %v", oracle.elements)
	}
	return oracle
}

func inBackticks(cell string) map[string]bool {
	words := map[string]bool{}
	for _, match := range regexp.MustCompile("`([a-z0-9]+)`").FindAllStringSubmatch(cell, -1) {
		words[match[1]] = true
	}
	return words
}

// judge fails the test for whatever in a body is not of the list, be it read as
// a fragment or as a document.
func (o *bodyOracle) judge(t *testing.T, sent, body string) {
	t.Helper()
	for _, fault := range o.faults(t, body) {
		t.Errorf("of %q\nis left %s in %q", sent, fault, body)
	}
}

func (o *bodyOracle) faults(t *testing.T, body string) []string {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(body), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatal(err)
	}
	document, err := html.Parse(strings.NewReader("<!DOCTYPE html><html><head></head><body>" + body + "</body></html>"))
	if err != nil {
		t.Fatal(err)
	}
	var faults []string
	for _, node := range nodes {
		faults = append(faults, o.faultsOf(node)...)
		for inner := range node.Descendants() {
			faults = append(faults, o.faultsOf(inner)...)
		}
	}
	for node := range document.Descendants() {
		frame := node.Type == html.DoctypeNode || slices.Contains([]string{"html", "head", "body"}, node.Data) && len(node.Attr) == 0
		if !frame {
			faults = append(faults, o.faultsOf(node)...)
		}
	}
	return faults
}

func (o *bodyOracle) faultsOf(node *html.Node) []string {
	if node.Type == html.TextNode {
		return nil
	}
	attributes, isAllowed := o.elements[node.Data]
	if node.Type != html.ElementNode || node.Namespace != "" || !isAllowed {
		return []string{"the node " + node.Namespace + node.Data}
	}
	var faults []string
	for _, attribute := range node.Attr {
		known := attributes[attribute.Key] || o.global[attribute.Key]
		if !known || attribute.Namespace != "" || strings.HasPrefix(attribute.Key, "on") || attribute.Key == "style" {
			faults = append(faults, "the attribute "+attribute.Key)
		}
		if isAddress := slices.Contains([]string{"href", "src", "cite"}, attribute.Key); isAddress && !isHarmless(attribute.Val) {
			faults = append(faults, "the address "+attribute.Val)
		}
	}
	return faults
}

// isHarmless reads an address as browsers do: blanks before it, and line ends
// and tabs within, do not count.
func isHarmless(address string) bool {
	address = strings.TrimLeft(strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(address), "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x1b\x1f ")
	if strings.HasPrefix(address, "//") || strings.HasPrefix(address, `\`) || strings.HasPrefix(address, `/\`) {
		return false
	}
	scheme, _, hasScheme := strings.Cut(address, ":")
	if !hasScheme || strings.ContainsAny(scheme, "/?#") {
		return true
	}
	_, err := url.Parse(address)
	return err == nil && slices.Contains([]string{"http", "https", "mailto"}, strings.ToLower(scheme))
}

// TestTheBodyOracleSeesAttacks proves that the tests above can fail.
func TestTheBodyOracleSeesAttacks(t *testing.T) {
	oracle, seen := newBodyOracle(t), 0
	for _, attack := range attacks.Sendable() {
		if len(oracle.faults(t, attack)) > 0 {
			seen++
		}
	}
	if all := len(attacks.All()); seen*10 < all*8 {
		t.Errorf("of %d attacks as they are the oracle sees %d", all, seen)
	}
	for _, address := range []string{"javascript:x", "java\nscript:x", " \x01javascript:x", "//evil.example", `/\evil.example`, "data:text/html,x", "blob:https://x.cn/1"} {
		if isHarmless(address) {
			t.Errorf("%q is taken for harmless", address)
		}
	}
}

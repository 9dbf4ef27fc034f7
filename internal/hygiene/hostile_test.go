package hygiene

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// TestDepthIsBounded also proves that the work is: what a full parser does
// with these takes minutes, gigabytes or the stack.
func TestDepthIsBounded(t *testing.T) {
	const times = 100_000
	tests := []struct{ name, open, inner string }{
		{"div", "<div>", "a"},
		{"bold", "<b>", "a"},
		{"bold of many languages", `<b lang="a"><b lang="b">`, "<p>a<p>b<p>c"},
		{"lists", "<ul><li>", "a"},
		{"tables", "<table><tr><td>", "a"},
		{"tables in rows", "<table><tr>", "a"},
		{"quotes", "<blockquote>", "a"},
		{"ruby", "<ruby>漢<rt>", "a"},
		{"vectors", "<svg><g>", "a"},
		{"links", "<a href='/x'>", "a"},
		{"anchors", "<a name='x'><span>", "a"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			begin := time.Now()
			clean, _ := Sanitise(strings.Repeat(test.open, times) + test.inner)
			if took := time.Since(begin); took > 30*time.Second {
				t.Errorf("took %v", took)
			}
			if again, removed := Sanitise(clean); again != clean || removed != 0 {
				t.Errorf("again differs, %d removed", removed)
			}
			if depth := depthOf(clean); depth > maxDepth+3 {
				t.Errorf("is %d deep", depth)
			}
			if !strings.Contains(clean, "a") {
				t.Error("the text is lost")
			}
		})
	}
}

func TestWhatIsTooDeepIsCounted(t *testing.T) {
	clean, removed := Sanitise(strings.Repeat("<b>", 1000) + "a" + strings.Repeat("</b>", 1000) + "<p>c</p>")
	want := strings.Repeat("<b>", maxDepth) + "a" + strings.Repeat("</b>", maxDepth) + "<p>c</p>"
	if clean != want || removed != 1000-maxDepth {
		t.Errorf("got %q, %d removed", clean, removed)
	}
}

func depthOf(clean string) int {
	depth, deepest := 0, 0
	tokenizer := html.NewTokenizer(strings.NewReader(clean))
	for tokenizer.Next() != html.ErrorToken {
		switch token := tokenizer.Token(); {
		case voids[token.Data]:
		case token.Type == html.StartTagToken:
			depth++
			deepest = max(deepest, depth)
		case token.Type == html.EndTagToken:
			depth--
		}
	}
	return deepest
}

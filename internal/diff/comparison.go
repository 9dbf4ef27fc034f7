package diff

import (
	"math"
	"strings"

	"znkr.io/diff"
)

// allowance bounds how hard a comparison may look for the best alignment, in
// pieces to the power of 1.5, which is what the thorough algorithm costs. It
// is spent in about a third of a second; after it a linear one goes on.
const allowance = 10_000_000

// level tells the words that end a piece.
type level func(word string) bool

// levels are paragraphs, sentences and words.
var levels = []level{
	func(word string) bool { return lineEnds[word] },
	func(word string) bool {
		return strings.ContainsAny(word[:1], ".!?;") || strings.ContainsAny(word, "。！？；…")
	},
	func(string) bool { return true },
}

// lineEnds are the words after which text goes on in a new line.
var lineEnds = map[string]bool{
	"</p>": true, "</h1>": true, "</h2>": true, "</h3>": true, "</h4>": true, "</h5>": true, "</h6>": true,
	"</blockquote>": true, "</pre>": true, "</figure>": true, "</figcaption>": true, "</ul>": true, "</ol>": true,
	"</dl>": true, "</li>": true, "</dt>": true, "</dd>": true, "</table>": true, "</caption>": true, "</tr>": true,
	"</th>": true, "</td>": true, "<br>": true, "<hr>": true, "\n": true, "\r\n": true,
}

// comparison gathers edits. Texts are added in their order.
type comparison struct {
	edits []Edit
	work  float64 // what is left of the allowance
}

// change adds what makes the words b of a, looked at in the pieces of the
// first level, and where those differ in the pieces of the next.
func (c *comparison) change(a, b []string, levels []level) {
	if len(levels) == 0 || len(a) == 0 || len(b) == 0 {
		c.replace(strings.Join(a, ""), strings.Join(b, ""))
		return
	}
	x, xs := cut(a, levels[0])
	y, ys := cut(b, levels[0])
	at := 0
	for _, hunk := range diff.Hunks(xs, ys, c.options(len(xs)+len(ys))...) {
		c.add(Equal, strings.Join(xs[at:hunk.PosX], ""))
		c.change(a[x[hunk.PosX]:x[hunk.EndX]], b[y[hunk.PosY]:y[hunk.EndY]], levels[1:])
		at = hunk.EndX
	}
	c.add(Equal, strings.Join(xs[at:], ""))
}

// options pay for a thorough look at so many pieces, or choose a quick one.
func (c *comparison) options(pieces int) []diff.Option {
	cost := float64(pieces) * math.Sqrt(float64(pieces))
	if cost > c.work {
		return []diff.Option{diff.Context(0), diff.Fast()}
	}
	c.work -= cost
	return []diff.Option{diff.Context(0)}
}

// cut joins words into pieces, and tells where each of them begins; the last
// begin is where all of them end.
func cut(words []string, ends level) (begins []int, pieces []string) {
	begins = []int{0}
	for i, word := range words {
		if i+1 == len(words) || ends(word) {
			pieces = append(pieces, strings.Join(words[begins[len(pieces)]:i+1], ""))
			begins = append(begins, i+1)
		}
	}
	return begins, pieces
}

func (c *comparison) replace(deleted, inserted string) {
	c.add(Delete, deleted)
	c.add(Insert, inserted)
}

func (c *comparison) add(op Op, text string) {
	last := len(c.edits) - 1
	switch {
	case text == "":
	case last >= 0 && c.edits[last].Op == op:
		c.edits[last].Text += text
	default:
		c.edits = append(c.edits, Edit{Op: op, Text: text})
	}
}

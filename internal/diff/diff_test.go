package diff

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"github.com/seed-6f93249c/broadsheet/internal/markup"
)

// marked writes edits as a{-b-}{+c+}d.
func marked(edits []Edit) string {
	var text strings.Builder
	for _, edit := range edits {
		switch edit.Op {
		case Equal:
			text.WriteString(edit.Text)
		case Delete:
			text.WriteString("{-" + edit.Text + "-}")
		case Insert:
			text.WriteString("{+" + edit.Text + "+}")
		}
	}
	return text.String()
}

func TestWords(t *testing.T) {
	tests := []struct{ name, a, b, want string }{
		{"nothing", "", "", ""},
		{"equal", "<p>寧波</p>", "<p>寧波</p>", "<p>寧波</p>"},
		{"all new", "", "<p>寧波</p>", "{+<p>寧波</p>+}"},
		{"all gone", "two words", "", "{-two words-}"},
		{"a word", "the quick fox", "the slow fox", "the {-quick-}{+slow+} fox"},
		{"a word more", "the fox", "the quick fox", "the {+quick +}fox"},
		{"no letters", "word", "world", "{-word-}{+world+}"},
		{"a contraction", "we don't know", "we won't know", "we {-don't-}{+won't+} know"},
		{"a number", "rose 1,000.5 points", "rose 1,000.6 points", "rose {-1,000.5-}{+1,000.6+} points"},
		{"one Han character", "寧波市科技局", "寧波市科學局", "寧波市科{-技-}{+學+}局"},
		{"a Han word", "他強調，要深入學習", "他指出，要深入學習", "他{-強調-}{+指出+}，要深入學習"},
		{"a Han character more", "加快提升能級", "加快提升創新能級", "加快提升{+創新+}能級"},
		{"Han and Latin", "發布GPT-4模型", "發布GPT-5模型", "發布{-GPT-4-}{+GPT-5+}模型"},
		{"script", "宁波", "寧波", "{-宁-}{+寧+}波"},
		{"hiragana and katakana", "ニュースです", "テレビです", "{-ニュース-}{+テレビ+}です"},
		{"Hangul", "서울 뉴스", "부산 뉴스", "{-서울-}{+부산+} 뉴스"},
		{"replaced words", "a red big car stops", "a blue small car stops", "a {-red big-}{+blue small+} car stops"},
		{"replaced three", "the red big old car", "the blue small new car", "the {-red big old-}{+blue small new+} car"},
		{"a tag", "<p>a <b>b</b></p>", "<p>a <i>b</i></p>", "<p>a {-<b>-}{+<i>+}b{-</b>-}{+</i>+}</p>"},
		{"a link", `<a href="/a">x</a>`, `<a href="/b">x</a>`, `{-<a href="/a">-}{+<a href="/b">+}x</a>`},
		{"a line end in a tag", "<a title=\"a\nb\">x</a>", "<a title=\"a\nc\">x</a>", "{-<a title=\"a\nb\">-}{+<a title=\"a\nc\">+}x</a>"},
		{"a reference", "5 &lt; 6", "5 &gt; 6", "5 {-&lt;-}{+&gt;+} 6"},
		{"a sign that is no tag", "5 < 6 & 7", "5 > 6 & 7", "5 {-<-}{+>+} 6 & 7"},
		{"a mark", "cafe", "cafe\u0301", "{-cafe-}{+cafe\u0301+}"},
		{"a variant of a character", "葛城", "葛\U000E0100城", "{-葛-}{+葛\U000E0100+}城"},
		{"a family", "x 👨‍👩‍👧 y", "x 👨‍👩‍👦 y", "x {-👨‍👩‍👧-}{+👨‍👩‍👦+} y"},
		{"flags", "🇨🇳🇬🇧", "🇨🇳🇫🇷", "🇨🇳{-🇬🇧-}{+🇫🇷+}"},
		{"a paragraph more", "<p>一。</p><p>三。</p>", "<p>一。</p><p>二。</p><p>三。</p>", "<p>一。</p>{+<p>二。</p>+}<p>三。</p>"},
		{"a paragraph split", "<p>一。二。</p>", "<p>一。</p><p>二。</p>", "<p>一。{+</p><p>+}二。</p>"},
		{"a sentence changed", "<p>天晴。風大。</p>", "<p>天晴。雨大。</p>", "<p>天晴。{-風-}{+雨+}大。</p>"},
		{"lines", "a\nb\nc\n", "a\nc\nd\n", "a\n{-b\n-}c\n{+d\n+}"},
		{"invalid UTF-8", "a\xffb", "a\xfeb", "a{-\xff-}{+\xfe+}b"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := marked(Words(test.a, test.b)); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
			checkPromises(t, test.a, test.b)
		})
	}
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// checkPromises holds Words to its doc comment.
func checkPromises(t failer, a, b string) {
	t.Helper()
	edits := Words(a, b)
	if got := without(Insert, edits); got != a {
		t.Fatalf("what was there is %q\nwant %q", got, a)
	}
	if got := without(Delete, edits); got != b {
		t.Fatalf("what is there is %q\nwant %q", got, b)
	}
	for i, edit := range edits {
		if edit.Text == "" || i > 0 && edits[i-1].Op == edit.Op {
			t.Fatalf("from %q to %q: edit %d is empty or like the one before: %v", a, b, i, edits)
		}
		if i > 0 && edit.Op == Delete && edits[i-1].Op == Insert {
			t.Fatalf("from %q to %q: what was deleted comes after what was inserted: %v", a, b, edits)
		}
	}
	checkCuts(t, a, edits, Insert)
	checkCuts(t, b, edits, Delete)
}

// checkCuts looks whether every edit of a side ends where a word does.
func checkCuts(t failer, source string, edits []Edit, other Op) {
	t.Helper()
	ends, at := map[int]bool{}, 0
	for _, word := range words(source) {
		at += len(word)
		ends[at] = true
	}
	at = 0
	for _, edit := range edits {
		if edit.Op != other {
			at += len(edit.Text)
		}
		if at > 0 && !ends[at] {
			t.Fatalf("%q is cut at %d: %v", source, at, edits)
		}
	}
}

// texts draws what has every kind of word in it.
func texts() *rapid.Generator[string] {
	fragments := []string{
		" ", "\n", "\r\n", ".", "。", "，", "-", "'", "a", "the", "word", "don't", "GPT-4", "1,000.5", "7", "寧", "波", "市", "的", "的",
		"ひ", "ニュース", "서울", "é", "e\u0301", "\u0301", "\u200d", "👨‍👩‍👧", "🇨🇳", "🇬🇧", "<p>", "</p>", "<br>", "<b>", "</b>",
		`<a href="/x">`, "<a\ntitle='x'>", "&amp;", "&#824;", "&", "<", ">", "\xff", "\u0600",
	}
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(fragments), 0, 40).Draw(t, "fragments"), "")
	})
}

func TestWordsKeepItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := texts().Draw(t, "a")
		checkPromises(t, a, texts().Draw(t, "b"))
		checkPromises(t, a, a+texts().Draw(t, "end"))
		if edits := Words(a, a); len(edits) > 1 || len(edits) == 1 && edits[0] != (Edit{Equal, a}) {
			t.Fatalf("nothing was changed in %q but %v", a, edits)
		}
	})
}

// TestAClusterIsNotCut compares with the library's own reading of plain text.
func TestAClusterIsNotCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.NewReplacer("<", "", "&", "").Replace(texts().Draw(t, "text"))
		ends := map[int]bool{}
		for clusters := graphemes.FromString(text); clusters.Next(); {
			ends[clusters.End()] = true
		}
		at := 0
		for _, word := range words(text) {
			if at += len(word); !ends[at] {
				t.Fatalf("%q is cut at %d", text, at)
			}
		}
	})
}

// TestWordsAreThoseOfBodies compares with the count that articles show.
func TestWordsAreThoseOfBodies(t *testing.T) {
	for _, text := range []string{
		"", "— …!", "two words", "寧波市2025年GDP增長7.8%", "二〇二五年々", "葛\U000E0100城", "don't won’t state-of-the-art GPT-4 e\u0301te\u0301",
		"'quoted' -dash- a--b a - b", "1,000.5 3.14 a.b v1.2 end.", "a,b 1, 2", "カタカナ・ニュース ひらがな コーヒー", "서울 뉴스", "हिन्दी समाचार",
		"他說：“AI-native的app，v2.0。”", "don't", "中-文 a-中 中-a 3.中",
	} {
		isWord := func(word string) bool { return markup.Words(html.EscapeString(word)) > 0 }
		got := len(slices.DeleteFunc(words(text), func(word string) bool { return !isWord(word) }))
		if want := markup.Words(html.EscapeString(text)); got != want {
			t.Errorf("%q has %d words, a body of it %d", text, got, want)
		}
	}
}

func TestFewChangesAreFound(t *testing.T) {
	a := prose(20_000, 1)
	b := strings.Replace(a, string([]rune(a)[9_000:9_004]), "改了四字", 1)
	changed := 0
	for _, edit := range Words(a, b) {
		if edit.Op != Equal {
			changed += len([]rune(edit.Text))
		}
	}
	if changed > 8 {
		t.Errorf("%d characters are called changed, want 8 at most", changed)
	}
}

// prose draws Chinese that looks like text: few characters are frequent, there
// are sentences and paragraphs.
func prose(characters int, seed uint64) string {
	random := rand.New(rand.NewPCG(seed, 0))
	zipf := rand.NewZipf(random, 1.2, 20, 3000)
	var text strings.Builder
	for i := range characters {
		switch {
		case i%200 == 199:
			text.WriteString("</p><p>")
		case i%40 == 39:
			text.WriteString("。")
		default:
			text.WriteRune('一' + rune(zipf.Uint64()))
		}
	}
	return text.String()
}

// pairs are two texts of a size in bytes, in many shapes.
func pairs(size int) map[string][2]string {
	text, other := prose(size/3, 1), prose(size/3, 2)
	half := []rune(text)
	for i, r := range []rune(other)[:len(half)/2] {
		if i%2 == 0 {
			half[i] = r
		}
	}
	repeat := func(s string) string { return strings.Repeat(s, size/len(s)) }
	bare := strings.NewReplacer("。", "的", "</p><p>", "人")
	return map[string][2]string{
		"equal":                      {text, text},
		"all else":                   {text, other},
		"one paragraph":              {bare.Replace(text), bare.Replace(other)},
		"every other word of a half": {text, string(half)},
		"turned round":               {text, text[len(text)/2:] + text[:len(text)/2]},
		"words":                      {repeat("a b "), repeat("b a a ")},
		"replaced words":             {repeat("a b "), repeat("c d ")},
		"lines":                      {repeat("a\nb\n"), repeat("b\na\na\n")},
		"sentences":                  {repeat("甲。乙。"), repeat("乙。甲。甲。")},
		"tags":                       {repeat("<b></b>"), repeat("<i></i>")},
		"open tags":                  {repeat("<b "), repeat("<i ")},
		"open references":            {repeat("&amp"), repeat("&lt")},
		"marks":                      {"a" + repeat("\u0301"), "b" + repeat("\u0301")},
		"joiners":                    {repeat("a-"), repeat("a'")},
		"growing paragraphs":         {repeat("<p>一</p>"), repeat("<p>一</p><p>二</p>")},
	}
}

// TestTimeIsBounded fails far above what is usual, so that it means an
// algorithm and not a busy machine.
func TestTimeIsBounded(t *testing.T) {
	for name, pair := range pairs(1 << 18) {
		begin := time.Now()
		edits := Words(pair[0], pair[1])
		if took := time.Since(begin); took > 30*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
		if without(Insert, edits) != pair[0] || without(Delete, edits) != pair[1] {
			t.Errorf("%s: the edits do not lead from the one to the other", name)
		}
	}
}

// BenchmarkWords compares a megabyte with a megabyte.
func BenchmarkWords(b *testing.B) {
	for name, pair := range pairs(1 << 20) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Words(pair[0], pair[1])
			}
		})
	}
}

func FuzzWords(f *testing.F) {
	f.Add("<p>the quick fox</p>", "<p>a slow fox</p>")
	f.Add("寧波市科技局，a-b", "宁波市科学局。a\u0301")
	f.Add("a b c d", "b c d e")
	f.Fuzz(func(t *testing.T, a, b string) { checkPromises(t, a, b) })
}

package search

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

const found, hidden = true, false

// TestWhatReadersExpect is the list to argue about.
func TestWhatReadersExpect(t *testing.T) {
	for _, c := range []struct {
		text, query string
		want        bool
	}{
		// Chinese
		{"宁波加快提升科技创新策源能力", "科技", found},
		{"宁波加快提升科技创新策源能力", "技", found},
		{"宁波加快提升科技创新策源能力", "宁", found},
		{"宁波加快提升科技创新策源能力", "力", found},
		{"宁波加快提升科技创新策源能力", "科技创新", found},
		{"宁波加快提升科技创新策源能力", "科技策源", hidden},
		{"宁波加快提升科技创新策源能力", "科技 策源", found},
		{"宁波加快提升科技创新策源能力", "能力　宁波", found},
		{"宁波加快提升科技创新策源能力", "杭州", hidden},
		{"宁波加快提升科技创新策源能力", "波宁", hidden},
		{"甬江科創區", "科創", found},
		{"甬江科創區", "科创区", found},
		{"甬江科创区", "科創區", found},
		{"寧波", "宁波", found},
		{"宁波", "寧波", found},
		{"「宁波，鄞州」", "宁波鄞州", found},
		{"宁波鄞州", "宁波，鄞州", found},
		{"宁波鄞州", `"宁波，鄞州"`, found},
		{"宁波市和鄞州区", "宁波，鄞州", found},
		{"宁波市和鄞州区", "宁波、鄞州", found},
		{"宁波市和鄞州区", `"宁波，鄞州"`, hidden},
		{"宁 波", "宁波", found},
		{"到了宁波\n\n市长说", "宁波市长", hidden},
		{"到了宁波\n市长说", "宁波市长", found},
		{"卡尔·马克思", "卡尔马克思", found},
		{"卡尔马克思", "卡尔·马克思", found},
		{"“十四五”规划", "十四五规划", found},
		{"“十四五”规划", "“十四五”规划", found},
		{"“十四五”规划", "《十四五规划》", found},
		{"十四个五年规划", "十四五", hidden},
		// mixed
		{"5G基站建设", "5G", found},
		{"5G基站建设", "5g基站", found},
		{"5G基站建设", "５Ｇ基站", found},
		{"5G 基站建设", "5G基站", found},
		{"15G基站建设", "5G基站", hidden},
		{"5G+工业互联网", "5G", found},
		{"5G+工业互联网", "5G工业互联网", found},
		{"5GHz频段", "5G", hidden},
		{"2025年", "2025年", found},
		{"2025年", "2025", found},
		{"2025年", "25年", hidden},
		{"2025年", "202", hidden},
		{"二〇二五年", "二〇二五", found},
		{"GB/T 7714—2015", "GB/T 7714", found},
		{"GB/T7714", "GB/T 7714", found},
		{"GB/T 7714—2015", "GBT7714", hidden},
		{"GB/T 7714—2015", `"GB/T 7714"`, found},
		{"GB/T 77140", "GB/T 7714", hidden},
		{"国产大飞机C919首飞", "C919", found},
		{"国产大飞机C919首飞", "c919首飞", found},
		{"国产大飞机C-919首飞", "C919", found},
		{"国产大飞机C919首飞", "C91", hidden},
		{"歼20亮相", "歼-20", found},
		{"用C++编写", "C++", found},
		{"用C语言编写", "C++", hidden},
		{"用C++编写", "C", hidden},
		{"iPhone15发布", "iPhone 15", found},
		{"iPhone 15发布", "iphone15", found},
		{"写信到 news@example.com", "news@example.com", found},
		{"见 https://example.org/a?b=1", "https://example.org/a?b=1", found},
		{"见 https://example.org/a?b=1", "example.org", found},
		{"GDP增长5.2%", "5.2%", found},
		{"GDP增长5.2%", "GDP", found},
		{"COVID-19", "covid19", found},
		{"CO₂排放", "CO2", found},
		{"价格1,000元", "1,000元", found},
		// Latin
		{"The harbour was closed", "harbour", found},
		{"The harbour was closed", "harb", found},
		{"The harbour was closed", "arbour", hidden},
		{"The harbour was closed", "HARBOUR closed", found},
		{"The harbour was closed", `"harbour closed"`, hidden},
		{"The harbour was closed", `"was closed"`, found},
		{"The harbour was closed", `"was close"`, hidden},
		{"The harbour was closed", "was-clo", found},
		{"The mayor launched a ship", "launch", found},
		{"The mayor launched a ship", "launches", found},
		{"The mayor launched a ship", "launching", found},
		{"The mayor launched a ship", `"launch"`, hidden},
		{"Three cities on the coast", "city", found},
		{"A city on the coast", "cities", found},
		{"A box of stopped clocks", "boxes stopping clock", found},
		{"It is making waves", "make wave", found},
		{"They studied policies", "study policy", found},
		{"All the news", "new", found}, // as news goes on
		{"A new port", "news", hidden},
		{"A universe of ports", "university", hidden},
		{"The air is clear", "AI", hidden},
		{"AI is here", "AI", found},
		{"Under the bridge", "UN", hidden},
		{"Un café à Orléans", "cafe orleans", found},
		{"Un cafe a Orleans", "café Orléans", found},
		{"Straße", "strasse", found},
		{"China's growth", "china", found},
		{"China’s growth", "China's", found},
		{"state-of-the-art", "state of the art", found},
		{"node.js", "node.js", found},
		// other scripts
		{"カタカナ語", "カタカナ", found},
		{"ｶﾀｶﾅ語", "カタカナ", found},
		{"カタカナ語", "カナ", found},
		{"ガス", "カス", hidden},
		{"서울 시장 선거", "서울", found},
		{"서울 시장 선거", "시장", found},
		{"서울시장", "서울 시장", found},
		{"Красный порт", "порт", found},
		{"Красный порт", "крас", found},
		{"กรุงเทพมหานคร", "เทพ", found},
		// the language of queries
		{"宁波鄞州", "宁波 -鄞州", hidden},
		{"宁波江北", "宁波 -鄞州", found},
		{"宁波江北", "宁波 －鄞州", found},
		{"宁波江北", "-鄞州 宁波", found},
		{"宁波 鄞州", `宁波 -"鄞州 江北"`, found},
		{"a category of cats", "cat -dog", found},
		{"a category", "category -cat", found},
		{"a category of cats", "category -cat", hidden},
		{"气温-5℃", "-5℃", found}, // only excludes: read as plain words
		{"江北", "-鄞州", hidden},
		{"a category", "-cat", found},
		{"宁波 鄞州", `"宁波 鄞州`, found},
		{"鄞州 宁波", `"宁波 鄞州`, found},
		{"鄞州 宁波", "「宁波 鄞州」", hidden},
		{"宁波 鄞州", "『宁波 鄞州』", found},
		{"宁波 鄞州", "“宁波 鄞州”", found},
		{"宁波 鄞州", "\"宁波 鄞州”", found},
		{"宁波", `""宁波`, found},
		{"宁波", "", hidden},
		{"宁波", "？！", hidden},
		{"宁波", "- 宁波", found},
		{"a section of it", "section: it", found},
		{"宁波", "http:宁波", hidden},
	} {
		e := folder.Entry(Document{Body: c.text})
		q := parse(t, c.query)
		if got := q.Matches(e); got != c.want {
			t.Errorf("%q finds %q: %v, want %v (%v in %q)", c.query, c.text, got, c.want, q, e)
		}
		if got := q.Matches(folder.Entry(Document{Title: c.text})); got != c.want {
			t.Errorf("%q finds the title %q: %v, want %v", c.query, c.text, got, c.want)
		}
	}
}

func TestFields(t *testing.T) {
	d := Document{
		Title: "宁波港开通新航线", Subtitle: "副标题在此", Summary: "摘要提到宁波", Body: "第一段。\n\n第二段。",
		Bylines: []string{"张三", "Jane Doe"}, Sections: []string{"文章中心", "科技要聞"}, Tags: []string{"港口", "climate change"}, Sources: []string{"新华社"},
	}
	for _, c := range []struct {
		query string
		want  bool
	}{
		{"title:宁波", found},
		{"title：宁波", found},
		{"ＴＩＴＬＥ：宁波", found},
		{"Title:航线 byline:张三", found},
		{"title:摘要", hidden},
		{"title:副标题", hidden},
		{"副标题", found},
		{`title:"港，开通"`, found},
		{"title:「宁波港」", found},
		{"byline:jane", found},
		{`byline:"Jane Doe"`, found},
		{`byline:"Doe Jane"`, hidden},
		{"byline:张三Jane", hidden}, // of two names
		{"section:科技要闻", found},
		{"section:文章", found},
		{`tag:"climate change"`, found},
		{`tag:climate -tag:"climate change"`, hidden},
		{"tag:宁波", hidden},
		{"-title:宁波 摘要", hidden},
		{"-tag:宁波 摘要", found},
		{"新华社", found},
		{"title:source:新华社", hidden},
		{"source:新华社", hidden}, // no field of queries
		{"第一段第二段", hidden},
		{"航线副标题", hidden},
		{"宁波港 第二段 张三 港口", found},
	} {
		e := folder.Entry(d)
		q := parse(t, c.query)
		if got := q.Matches(e); got != c.want {
			t.Errorf("%q: %v, want %v (%+v in %q)", c.query, got, c.want, q, e)
		}
		if c.want && !met(q, e.Terms()) {
			t.Errorf("%q matches and is not met: %+v", c.query, q)
		}
	}
}

// model says what matches by comparing units, as the package's comment puts it.
type model struct{ values map[Field][][]unit }

func modelOf(d Document) model {
	m := model{map[Field][][]unit{}}
	for field, text := range d.values {
		for part := range strings.SplitSeq(folder.fold(text), "\n") {
			m.values[field] = append(m.values[field], unitsOf(part))
		}
	}
	return m
}

func unitsOf(folded string) []unit {
	var list []unit
	units(folded, func(u unit, _ bool) { list = append(list, u) })
	return list
}

func (m model) matches(query string) bool {
	positive, negative := 0, 0
	all, none, every := true, true, true
	for _, p := range read(query) {
		asked := unitsOf(strings.ReplaceAll(folder.fold(strings.Map(inLine, p.text)), "\n", ""))
		if len(asked) == 0 {
			continue
		}
		if p.not {
			negative++
			none = none && !m.holds(p, asked)
			p.not = false
			every = every && m.holds(p, asked)
			continue
		}
		positive++
		all = all && m.holds(p, asked)
	}
	if positive == 0 {
		return negative > 0 && every
	}
	return all && none
}

func (m model) holds(p piece, asked []unit) bool {
	for field, values := range m.values {
		for _, value := range values {
			for at := 0; at+len(asked) <= len(value); at++ {
				if (p.field == AnyField || p.field == field) && agree(p, asked, value[at:]) {
					return true
				}
			}
		}
	}
	return false
}

func agree(p piece, asked, there []unit) bool {
	for i, u := range asked[:len(asked)-1] {
		if there[i] != u {
			return false
		}
	}
	last, other := asked[len(asked)-1], there[len(asked)-1]
	if last == other {
		return true
	}
	if p.phrase || last.class != letter || other.class != letter {
		return false
	}
	goesOn := !p.not && utf8.RuneCountInString(last.text) >= minPrefix && strings.HasPrefix(other.text, last.text)
	return goesOn || len(asked) == 1 && slices.Contains(inflections(last.text), other.text)
}

func documents() *rapid.Generator[Document] {
	return rapid.Custom(func(t *rapid.T) Document {
		some := rapid.SliceOfN(texts(), 0, 2)
		return Document{
			Title: texts().Draw(t, "title"), Summary: texts().Draw(t, "summary"), Body: texts().Draw(t, "body"),
			Bylines: some.Draw(t, "bylines"), Sections: some.Draw(t, "sections"), Tags: some.Draw(t, "tags"), Sources: some.Draw(t, "sources"),
		}
	})
}

// queries draws queries, many of which find something in the document.
func queries(d Document) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		var words []string
		for range rapid.IntRange(1, 3).Draw(t, "words") {
			word := rapid.OneOf(texts(), part(d.Title), part(d.Body), part(d.Body)).Draw(t, "word")
			sign := rapid.SampledFrom([]string{"", "", "", "-", "title:", "tag:", "-title:", "byline:"}).Draw(t, "sign")
			if rapid.Bool().Draw(t, "quoted") {
				word = `"` + word + `"`
			}
			words = append(words, sign+word)
		}
		runes := []rune(strings.Join(words, " "))
		return string(runes[:min(len(runes), MaxQueryRunes)])
	})
}

func part(text string) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		runes := []rune(text)
		from := rapid.IntRange(0, len(runes)).Draw(t, "from")
		to := rapid.IntRange(from, min(len(runes), from+8)).Draw(t, "to")
		return string(runes[from:to])
	})
}

// TestIndexAndRecheckAgree holds the promise to both engines: the terms of a
// query are met by every entry that matches, by no other if it is exact, and
// what matches is what the model says.
func TestIndexAndRecheckAgree(t *testing.T) {
	matched, exact := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		d := documents().Draw(t, "document")
		text := queries(d).Draw(t, "query")
		q, err := folder.Parse(text)
		if err != nil {
			t.Skip("too many words")
		}
		e := folder.Entry(d)
		matches := q.Matches(e)
		if want := modelOf(d).matches(text); matches != want {
			t.Fatalf("matches: %v, by the model %v\n%+v\n%q", matches, want, q, e)
		}
		if isMet := met(q, e.Terms()); matches && !isMet || q.Exact() && matches != isMet {
			t.Fatalf("matches: %v, met: %v, exact: %v\n%+v\n%q", matches, isMet, q.Exact(), q, e.Terms())
		}
		if matches {
			matched++
			if q.Exact() {
				exact++
			}
		}
		if in := q.In(Title); in.Matches(e) && (!matches || !met(in, e.Terms())) {
			t.Fatalf("in the title it matches; anywhere: %v", matches)
		}
	})
	if matched == 0 || exact == 0 {
		t.Errorf("%d queries found something, %d of them by terms alone", matched, exact)
	}
}

func TestTermsAreBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := documents().Draw(t, "document")
		d.Body += strings.Repeat(rapid.SampledFrom([]string{"a", "é", "я", "1", "宁", "हि"}).Draw(t, "long"), 200)
		terms := folder.Entry(d).Terms()
		if !slices.IsSorted(terms) || len(slices.Compact(slices.Clone(terms))) != len(terms) {
			t.Fatalf("not sorted, or one twice: %q", terms)
		}
		for _, term := range terms {
			if term == "" || len(term) > MaxTermBytes || !utf8.ValidString(term) {
				t.Fatalf("the term %q has %d bytes", term, len(term))
			}
			if strings.ContainsFunc(term, func(r rune) bool { return r <= ' ' || r < utf8.RuneSelf && classOf(r) == gap }) {
				t.Fatalf("the term %q is no word", term)
			}
		}
	})
}

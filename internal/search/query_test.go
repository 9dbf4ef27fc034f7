package search

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// shown writes a query as its clauses' fields, signs and needles.
func shown(q Query) string {
	var parts []string
	for _, c := range q.Clauses {
		sign := ""
		if c.Not {
			sign = "-"
		}
		if c.Field != AnyField {
			sign += string(rune(c.Field)) + ":"
		}
		parts = append(parts, sign+strings.Join(c.Needles, "|"))
	}
	return strings.Join(parts, " & ")
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"", ""},
		{" \t　", ""},
		{"，。！", ""},
		{`""`, ""},
		{`"`, ""},
		{"-", ""},
		{"title:", " title| titling | titled | titles "},
		{"宁波 鄞州", "宁波 & 鄞州"},
		{"宁波，鄞州", "宁波 & 鄞州"},
		{"宁波 宁波 寧波", "宁波"},
		{"5G基站", " 5 g 基站"},
		{"gb/t", " gb t "},
		{"宁波uni", "宁波 uni"},
		{`"宁波uni"`, "宁波 uni "},
		{"-宁波 鄞州", "-宁波 & 鄞州"},
		{"鄞州 -宁波", "鄞州 & -宁波"},
		{"鄞州 - 宁波", "鄞州 & 宁波"},
		{"鄞州-宁波", "鄞州宁波"},
		{"鄞州 --宁波", "鄞州 & -宁波"},
		{"-宁波 -鄞州", "宁波 & 鄞州"},
		{"-？ -鄞州", "鄞州"},
		{"title:宁波 byline：“张 三”", "Ｔ:宁波 & Ｂ:张三"},
		{"-tag:港口 section:要闻", "-Ｇ:港口 & Ｃ:要闻"},
		{"-－", ""},
		{"titles:宁波", " titles 宁波"},
		{"title:title:宁波", "Ｔ: title 宁波"},
		{"title:-宁波", "Ｔ:宁波"},
		{`a"b c"d`, " a & b c  &  d "},
		{"“十四五”规划", "十四五 & 规划"},
		{"「未闭合", "未闭合"},
		{"《宁波》日报", "宁波 & 日报"},
		{"\"two\nlines\"", " two lines "},
		{"\"two\n\nlines\"", " two lines "},
		{"\xff\xfe", ""},
	} {
		got := shown(parse(t, c.query))
		if c.query == "title:" {
			got = strings.Join(sortedParts(got), "|")
			c.want = strings.Join(sortedParts(c.want), "|")
		}
		if strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(c.want), " ") {
			t.Errorf("%q is read as %q, want %q", c.query, got, c.want)
		}
	}
}

func sortedParts(text string) []string {
	parts := strings.Split(text, "|")
	slices.Sort(parts)
	return slices.DeleteFunc(parts, func(part string) bool { return strings.TrimSpace(part) != "title" })
}

func TestNeeds(t *testing.T) {
	for _, c := range []struct {
		query, want string
		exact       bool
	}{
		{"宁", "宁", true},
		{"宁波", "宁波", true},
		{"宁波市", "宁波 & 波市", false},
		{"5G", "5g", true},
		{"5G基站", "5g & g基 & 基站", false},
		{"GB/T", "gb & t", false},
		{"GB/T7714", "gb & t7714", false},
		{"2025年", "2025年", true},
		{"harbour", "harbour* | harbouring | harboured | harbours", true},
		{`"harbour"`, "harbour", true},
		{"宁波港ab", "宁波 & 波港 & 港ab", false},
		{"港abc", "港abc*", true},
		{"title:宁波", "Ｔ宁波", true},
		{"C++", "c＋＋*", true},
		{"UN", "un", true},
		{"порт", "порт*", true},
		{strings.Repeat("a", 57), strings.Repeat("a", 57) + "*", false},
		{strings.Repeat("a", 99), strings.Repeat("a", 60) + "*", false},
		{"一二三四五六七八九十百千万", "一二 & 二三 & 四五 & 五六 & 七八 & 八九 & 十百 & 千万", false},
	} {
		q := parse(t, c.query)
		var groups []string
		for _, group := range q.Clauses[0].Needs {
			var terms []string
			for _, term := range group {
				text := term.Text
				if term.Prefix {
					text += "*"
				}
				terms = append(terms, text)
			}
			groups = append(groups, strings.Join(terms, " | "))
		}
		got := strings.Join(groups, " & ")
		if !sameTerms(got, c.want) || q.Exact() != c.exact {
			t.Errorf("%q needs %q, exact: %v; want %q, %v", c.query, got, q.Exact(), c.want, c.exact)
		}
	}
}

// sameTerms compares groups; a group of one word's forms in any order, of
// which those that the word begins with may be left out.
func sameTerms(got, want string) bool {
	first, _, forms := strings.Cut(want, " | ")
	if forms {
		return strings.HasPrefix(got, first)
	}
	return strings.HasPrefix(got, want) && !strings.Contains(strings.TrimPrefix(got, want), "&")
}

func TestTooMuchIsMalformed(t *testing.T) {
	for _, c := range []struct {
		name, query, code string
	}{
		{"the longest", strings.Repeat("宁", MaxQueryRunes), ""},
		{"too long", strings.Repeat("宁", MaxQueryRunes+1), "too-long"},
		{"the most words", words(MaxClauses), ""},
		{"too many words", words(MaxClauses + 1), "too-many"},
		{"one word often", strings.Repeat("a ", MaxClauses+1), ""},
	} {
		_, err := folder.Parse(c.query)
		failure, ok := errors.AsType[*news.Error](err)
		switch {
		case c.code == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.code != "" && (!ok || failure.Kind != news.Malformed || failure.Fields[0].Parameter != "q" || failure.Fields[0].Code != c.code):
			t.Errorf("%s: %v, want %s", c.name, err, c.code)
		}
	}
}

func words(n int) string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf("w%c%c", 'a'+i/26, 'a'+i%26))
	}
	return strings.Join(list, " ")
}

func TestInflections(t *testing.T) {
	for _, forms := range [][]string{
		{"election", "elections"},
		{"city", "cities"},
		{"policy", "policies"},
		{"movie", "movies"},
		{"launch", "launches", "launched", "launching"},
		{"make", "makes", "making"},
		{"stop", "stops", "stopped", "stopping"},
		{"plan", "plans", "planned", "planning"},
		{"study", "studies", "studied", "studying"},
		{"open", "opens", "opened", "opening"},
		{"pass", "passes", "passed", "passing"},
		{"call", "calls", "called", "calling"},
		{"add", "adds", "added", "adding"},
		{"box", "boxes"},
		{"play", "plays", "played", "playing"},
		{"need", "needs", "needed", "needing"},
		{"show", "shows", "showed", "showing"},
		{"agree", "agrees", "agreed", "agreeing"},
		{"car", "cars"},
		{"tie", "ties"},
	} {
		for _, a := range forms {
			for _, b := range forms {
				if a != b && !slices.Contains(inflections(a), b) {
					t.Errorf("%s does not find %s: %q", a, b, inflections(a))
				}
			}
		}
	}
	for _, c := range []struct{ word, not string }{
		{"news", "new"},
		{"new", "news"},
		{"string", "str"},
		{"bus", "bu"},
		{"this", "thi"},
		{"glass", "glas"},
		{"analysis", "analysi"},
		{"university", "universe"},
		{"mars", "mar"},
		{"hundred", "hundr"},
		{"wing", "w"},
		{"thing", "th"},
	} {
		if slices.Contains(inflections(c.word), c.not) {
			t.Errorf("%s finds %s", c.word, c.not)
		}
	}
	for _, word := range []string{"", "a", "un", "порт", "naïve", "c＋＋", "h2o"} {
		if forms := inflections(word); forms != nil {
			t.Errorf("%q has the forms %q", word, forms)
		}
	}
}

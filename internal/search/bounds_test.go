package search

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzSearch folds, indexes, searches and highlights whatever comes.
func FuzzSearch(f *testing.F) {
	f.Add("寧波，鄞州", "宁波鄞州")
	f.Add("5G基站 GB/T 7714", "5g基站 -title:“x”")
	f.Add("e"+strings.Repeat("\u0301", 100), "é")
	f.Add("㍿ﬁ\u2029½", "会社 fi 1⁄2")
	f.Add("C++ c# \xff\xfe", "\"c++")
	f.Fuzz(func(t *testing.T, text, query string) {
		e := folder.Entry(Document{Title: text, Body: text, Tags: []string{text, query}})
		q, err := folder.Parse(query)
		if err != nil {
			return
		}
		matches := q.Matches(e)
		if isMet := met(q, e.Terms()); matches && !isMet || q.Exact() && matches != isMet {
			t.Fatalf("%q in %q: matches %v, met %v, exact %v", query, text, matches, isMet, q.Exact())
		}
		if want := modelOf(Document{Title: text, Body: text, Tags: []string{text, query}}).matches(query); matches != want {
			t.Fatalf("%q in %q: matches %v, by the model %v", query, text, matches, want)
		}
		for _, s := range append(folder.Snippets(q, Body, text, 3), folder.Marked(q, Title, text)) {
			if !utf8.ValidString(s) || strings.ContainsAny(marks.ReplaceAllString(s, ""), "<>") {
				t.Fatalf("%q in %q gives %q", query, text, s)
			}
		}
		if matches && q.Score(e, 0) <= 0 {
			t.Fatalf("%q in %q scores nothing", query, text)
		}
	})
}

const megabyte = 1 << 20

// hostile are texts that are as bad as a body can be.
var hostile = map[string]string{
	"marks":                       "e" + strings.Repeat("\u0301", megabyte/2),
	"marks of all kinds":          strings.Repeat("\u0315\u0300\u05ae\u0062", megabyte/8),
	"marks on kana":               strings.Repeat("か\u3099", megabyte/6),
	"one word":                    strings.Repeat("a", megabyte),
	"one number":                  strings.Repeat("7", megabyte),
	"one character":               strings.Repeat("宁", megabyte/3),
	"one that is many characters": strings.Repeat("ﷺ", megabyte/48),
	"changes of class":            strings.Repeat("a1宁", megabyte/5),
	"changes of form":             strings.Repeat("aé", megabyte/3),
	"jamo":                        strings.Repeat("\u1109\u1165", megabyte/6),
	"no UTF-8":                    strings.Repeat("\xff", megabyte),
	"line ends":                   strings.Repeat("\n", megabyte),
	"joiners":                     strings.Repeat("a\u200d", megabyte/4),
	"C++":                         strings.Repeat("c++", megabyte/3),
}

func TestHostileTextsAreBounded(t *testing.T) {
	const expansion = 11 // of the worst character, ﷺ
	for name, text := range hostile {
		e := folder.Entry(Document{Body: text})
		if len(e) > expansion*len(text)+expansion {
			t.Errorf("%s: %d bytes fold to %d", name, len(text), len(e))
		}
		for _, term := range e.Terms() {
			if len(term) > MaxTermBytes {
				t.Errorf("%s: a term of %d bytes", name, len(term))
			}
		}
		for _, query := range []string{"a e", "宁 か", `c++ "a 1 宁 a"`} {
			q := parse(t, query)
			q.Matches(e)
			q.Score(e, 0)
			for _, s := range folder.Snippets(q, Body, text, 3) {
				if utf8.RuneCountInString(marks.ReplaceAllString(s, "")) > MaxSnippetRunes+2 {
					t.Errorf("%s: %q shows %d characters", name, query, utf8.RuneCountInString(s))
				}
			}
		}
	}
}

func TestFoundAtTheEndOfALongBody(t *testing.T) {
	body := strings.Repeat("港口今天很忙，船只来来往往。", 300_000/14) + "最後是寧波。"
	e := folder.Entry(Document{Body: body})
	q := parse(t, "最后是宁波")
	if !met(q, e.Terms()) || !q.Matches(e) {
		t.Error("not found")
	}
	if got := folder.Snippets(q, Body, body, 1); len(got) != 1 || !strings.HasSuffix(got[0], "<mark>最後是寧波</mark>。") {
		t.Errorf("%q", got)
	}
}

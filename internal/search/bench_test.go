package search

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// chinese returns n characters that look like an article's: the frequent ones
// often, punctuation now and then, some Latin and digits.
func chinese(n int) string {
	random := rand.New(rand.NewPCG(1, 2))
	var out strings.Builder
	for i := range n {
		switch {
		case i%9 == 8:
			out.WriteString([]string{"，", "。", "、"}[random.IntN(3)])
		case i%50 == 49:
			out.WriteString([]string{"5G", "2025", "AI", " C919 "}[random.IntN(4)])
		default:
			out.WriteRune(rune(0x4E00 + int(random.ExpFloat64()*400)%6000))
		}
	}
	return out.String()
}

const english = "The harbour authority launched three new routes on Monday, naïve critics said; 2,500 containers (GB/T 7714) were moved. "

var texts300k = map[string]string{
	"chinese": chinese(300_000),
	"english": strings.Repeat(english, 900_000/len(english)),
	"kana":    strings.Repeat("カタカナとひらがなの文章です。", 20_000),
	"hangul":  strings.Repeat("서울 시장 선거가 열린다. ", 30_000),
	"marks":   hostile["marks"],
	"classes": hostile["changes of class"],
}

func BenchmarkFold(b *testing.B) {
	for name, text := range texts300k {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				folder.fold(text)
			}
		})
	}
}

func BenchmarkFoldWithOrigins(b *testing.B) {
	text := texts300k["chinese"]
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		folder.Fold(text)
	}
}

// BenchmarkEntryAndTerms is what a write of the longest body costs.
func BenchmarkEntryAndTerms(b *testing.B) {
	for name, text := range texts300k {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			terms := 0
			for b.Loop() {
				terms = len(folder.Entry(Document{Body: text}).Terms())
			}
			b.ReportMetric(float64(terms), "terms")
		})
	}
}

// BenchmarkArticle is an article of 1,000 characters. Its terms are counted in
// bytes, too.
func BenchmarkArticle(b *testing.B) {
	d := Document{Title: chinese(20), Body: chinese(1000)}
	entry := folder.Entry(d)
	q, err := folder.Parse("科技 5G")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("entry", func(b *testing.B) {
		b.SetBytes(int64(len(d.Body)))
		for b.Loop() {
			folder.Entry(d)
		}
	})
	b.Run("terms", func(b *testing.B) {
		b.SetBytes(int64(len(d.Body)))
		var terms []string
		for b.Loop() {
			terms = entry.Terms()
		}
		b.ReportMetric(float64(len(terms)), "terms")
		b.ReportMetric(float64(len(strings.Join(terms, " "))), "termbytes")
	})
	b.Run("match", func(b *testing.B) {
		for b.Loop() {
			q.Matches(entry)
		}
	})
	b.Run("score", func(b *testing.B) {
		for b.Loop() {
			q.Score(entry, 0)
		}
	})
	b.Run("snippets", func(b *testing.B) {
		for b.Loop() {
			folder.Snippets(q, Body, d.Body, 3)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		_, _ = folder.Parse(`宁波 5G基站 title:"科技创新" -election harbour`)
	}
}

package script

import (
	"strings"
	"testing"
)

// newsHans is a paragraph as news has it.
const newsHans = `　　近日，宁波市发展和改革委员会发布了关于加快推进甬江科创区建设的若干意见，提出到2025年底，全市研究与试验发展经费投入强度达到3.2%。头发干燥的人们在台湾海峡里面了解情况，复杂的系统会制造出许多问题。`

func benchText(from string) string {
	text := newsHans
	if from != "zh-Hans" {
		s, _ := Of(from)
		text = For("zh-Hans", s).Text(text)
	}
	return strings.Repeat(text, 200)
}

func BenchmarkText(b *testing.B) {
	for _, c := range []struct {
		from string
		to   Script
	}{
		{"zh-Hans", Hant},
		{"zh-Hans", HantTW},
		{"zh-Hans", HantHK},
		{"zh-Hant", Hans},
		{"zh-Hant-TW", Hans},
		{"zh-Hant-HK", Hans},
		{"zh-Hant", HantTW},
		{"zh-Hant", HantHK},
		{"zh-Hant-TW", HantHK},
		{"zh-Hant-HK", HantTW},
	} {
		b.Run(c.from+" to "+string(c.to), func(b *testing.B) {
			text, converter := benchText(c.from), For(c.from, c.to)
			converter.Text(text)
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				converter.Text(text)
			}
		})
	}
}

func BenchmarkHTML(b *testing.B) {
	source := strings.ReplaceAll(benchText("zh-Hans"), "，", "，<b class=x>") + "</b>"
	source = strings.ReplaceAll(source, "。", "</b></p>\n<p>")
	converter := For("zh-Hans", Hant)
	converter.HTML(source)
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		converter.HTML(source)
	}
}

func BenchmarkLoad(b *testing.B) {
	for _, name := range []string{"s2t", "t2s", "s2hk"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				l := &library{files: shipped().files, tables: map[string]*table{}}
				l.mustChain(name)
				n := 0
				for _, t := range l.tables {
					n += t.bytes()
				}
				b.ReportMetric(float64(n), "resident-B")
			}
		})
	}
}

func BenchmarkHansRune(b *testing.B) {
	text := benchText("zh-Hant")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		for _, r := range text {
			HansRune(r)
		}
	}
}

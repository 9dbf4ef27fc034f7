package hygiene

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// heavy are bodies of a size in bytes, clean or not, each of something that a
// check looks at.
func heavy(size int) map[string]string {
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	random := rand.New(rand.NewPCG(1, 0))
	zipf := rand.NewZipf(random, 1.2, 20, 3000)
	var prose strings.Builder
	for i := range size / 3 {
		switch {
		case i%200 == 199:
			prose.WriteString("。</p><p>")
		case i%20 == 19:
			prose.WriteString("，")
		default:
			prose.WriteRune('一' + rune(zipf.Uint64()))
		}
	}
	bodies := map[string]string{
		"prose": "<p>" + prose.String(), "English": "<p>" + fill("The council met on Tuesday, and adjourned. "),
		"links in sequence": fill(`<p><a href="https://x.cn/">www.y.cn</a></p>`), "link of all": `<a href="https://x.cn/">` + fill("<b>x</b>"),
		"hidden": `<div style="display:none">` + fill(`<a href="https://x.cn/">a</a>`), "open elements": fill("<p><b>"), "end tags": "<i>" + fill("</b>"),
		"styles": fill(`<p style="left: 1px; height: 0; opacity: 0.1">`), "capital quotes": fill("“《"), "tags": fill("<b>a</b>"), "commas in a list": fill("毛片免费，"),
	}
	for _, s := range []string{
		"創(chuàng)", "(", "創(", "創(zhuangzhua", "?qū)", "?", "？", "????", "，", ",", ".", "a.", "“", "《a", "»", "é", "é ", "Ã©", "Р", "涓枃", "\uFFFD", "\u200b",
		"毛片", "毛片,", "免费", "buy viagra ", "a", "a ", "a,", "A,", "创創", "рa ", "\u0301", "n", "国产久久", " ", "\n", "<br>", "<p></p>", "<img src=/a>",
	} {
		bodies[fmt.Sprintf("%q", s)] = "<p>" + fill(s)
	}
	return bodies
}

// TestTimeAndWarningsAreBounded fails far above what is usual, so that it
// means an algorithm and not a busy machine.
func TestTimeAndWarningsAreBounded(t *testing.T) {
	for name, sent := range heavy(1 << 18) {
		article := &news.Article{Body: sent, Language: "zh-Hant"}
		begin := time.Now()
		warnings := Check(Subject{Article: article, Sent: sent})
		if took := time.Since(begin); took > 30*time.Second {
			t.Errorf("%s: took %v", name, took)
		}
		if len(warnings) > 12 {
			t.Errorf("%s: %d warnings", name, len(warnings))
		}
	}
}

// BenchmarkCheck looks at a megabyte.
func BenchmarkCheck(b *testing.B) {
	for name, sent := range heavy(1 << 20) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Check(Subject{Article: &news.Article{Body: sent, Language: "zh-Hant"}, Sent: sent})
			}
		})
	}
}

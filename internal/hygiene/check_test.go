package hygiene

import (
	"html"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/shared"
)

// rows reads a file of testdata: lines of columns apart by tabs, without
// comments and empty lines.
func rows(t *testing.T, name string, columns, atLeast int) [][]string {
	t.Helper()
	content, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var found [][]string
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		row := strings.Split(line, "\t")
		if len(row) != columns {
			t.Fatalf("%s: %q has %d columns, want %d", name, line, len(row), columns)
		}
		found = append(found, row)
	}
	if len(found) < atLeast {
		t.Fatalf("%s has %d rows, want %d", name, len(found), atLeast)
	}
	return found
}

// bodies are clean bodies of each language.
var bodies = map[string]string{
	"en":      "<p>The council met on Tuesday to discuss the harbour.</p>",
	"zh-Hans": "<p>会议强调，要加快提升创新能级，为发展注入强劲动力。</p>",
	"zh-Hant": "<p>會議強調，要加快提升創新能級，為發展注入強勁動力。</p>",
}

func TestCleanLinesGiveNoWarning(t *testing.T) {
	for _, row := range rows(t, "clean.txt", 2, 150) {
		language, text := row[0], row[1]
		asTitle := &news.Article{Language: language, Title: text, ShortTitle: text, Summary: text, Body: bodies[language]}
		asBody := &news.Article{Language: language, Title: "", Body: bodies[language] + "<p>" + html.EscapeString(text) + "</p>"}
		alone := &news.Article{Language: language, Title: text, Body: "<p>" + html.EscapeString(text) + "</p>"}
		for _, article := range []*news.Article{asTitle, asBody, alone} {
			if warnings := Check(Subject{Article: article, Sent: article.Body}); len(warnings) > 0 {
				t.Errorf("%q: %+v", text, warnings)
			}
		}
		if warnings := SuspectedTitles(asTitle); len(warnings) > 0 {
			t.Errorf("%q: %+v", text, warnings)
		}
	}
}

func TestDirtyLinesAreFound(t *testing.T) {
	for _, row := range rows(t, "dirty.txt", 4, 80) {
		code, language, place, text := row[0], row[1], row[2], row[3]
		article, subject := &news.Article{Language: language, Body: bodies[language]}, Subject{}
		if place == "title" {
			article.Title = text
		} else {
			subject.Sent = text
			article.Body, subject.Removed = Sanitise(text)
		}
		subject.Article = article
		warnings := Check(subject)
		w, found := warningOf(warnings, code, "/"+place)
		if !found {
			t.Errorf("no %s of %q in %v", code, text, warnings)
			continue
		}
		if w.Detail == "" || w.Count < 1 || len([]rune(w.Excerpt)) > maxExcerpt {
			t.Errorf("%q: %+v", text, w)
		}
		if suspected := SuspectedTitles(article); len(suspected) > 0 != (code == "spam-suspected" && place == "title") {
			t.Errorf("%q: the title is suspected: %v", text, suspected)
		}
	}
}

// warningOf returns the warning of a code at a pointer.
func warningOf(warnings []news.Warning, code, pointer string) (news.Warning, bool) {
	at := slices.IndexFunc(warnings, func(w news.Warning) bool { return w.Code == code && w.Pointer == pointer })
	if at < 0 {
		return news.Warning{}, false
	}
	return warnings[at], true
}

// TestTheSeedPage checks a page of the old site as it was found: the keyword
// line above it as the title, the rest as the body.
func TestTheSeedPage(t *testing.T) {
	title, rest, _ := strings.Cut(string(shared.Read(t, "seed/page.txt")), "\n")
	var sent strings.Builder
	for line := range strings.Lines(rest) {
		sent.WriteString("<p>" + html.EscapeString(strings.TrimSpace(line)) + "</p>")
	}
	article := &news.Article{
		Title: title, Language: "zh-Hant", Kind: news.KindReprint,
		Credits: []news.Credit{{Role: "entry_editor", Name: "zgkjcx"}, {Role: "responsible_editor", Name: "zgkjcx"}},
	}
	article.Body, _ = Sanitise(sent.String())
	warnings := Check(Subject{Article: article, Sent: sent.String()})
	for _, want := range []struct {
		code, pointer string
		count         int
	}{
		{"spam-suspected", "/title", 1},
		{"mojibake", "/body", 2},
		{"pinyin-gloss", "/body", 152},
		{"mixed-scripts", "/title", 1},
		{"reprint-without-source", "/sources", 1},
		{"login-as-editor", "/credits/1", 1},
		{"empty-paragraph", "/body", 10},
	} {
		if w, _ := warningOf(warnings, want.code, want.pointer); w.Count != want.count {
			t.Errorf("%s at %s: %+v, want %d", want.code, want.pointer, w, want.count)
		}
	}
	if suspected := SuspectedTitles(article); len(suspected) != 1 || suspected[0].Pointer != "/title" {
		t.Errorf("the title is not suspected: %+v", suspected)
	}
	article.Title = "寧波加快提升甬江科創區創新能級為挑大梁作示范注入強勁動力"
	if suspected := SuspectedTitles(article); len(suspected) > 0 {
		t.Errorf("the true title is suspected: %+v", suspected)
	}
}

// TestOldPagesAreNotTakenForSpam checks whole pages, menus and all. Two of them
// are garbled, and none is stuffed with keywords.
func TestOldPagesAreNotTakenForSpam(t *testing.T) {
	pages, err := filepath.Glob(shared.Path(t, "legacy-cases/*.txt"))
	if err != nil || len(pages) < 10 {
		t.Fatalf("%d pages: %v", len(pages), err)
	}
	for _, page := range pages {
		content, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		clean, _ := Sanitise(string(content))
		name := filepath.Base(page)
		for _, w := range Check(Subject{Article: &news.Article{Body: clean, Language: "zh-Hans"}}) {
			isGarbled := w.Code == "mojibake" && (name == "24.txt" || name == "49.txt")
			if !isGarbled && slices.Contains([]string{"spam-suspected", "off-topic-link", "mojibake", "mixed-scripts"}, w.Code) {
				t.Errorf("%s: %+v", name, w)
			}
		}
	}
}

package api_test

import (
	"html"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Any text that may be sent comes back equal, in NFC: plain text to the last
// character, the text of a body but for white space, which HTML folds.
func TestAnyTextComesBack(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		token := n.as(t, news.RoleEditor)
		rapid.Check(t, func(rt *rapid.T) {
			title := plainText(300).Filter(func(s string) bool { return strings.TrimSpace(norm.NFC.String(s)) != "" }).Draw(rt, "title")
			summary := plainText(1000).Draw(rt, "summary")
			body := bodyText().Draw(rt, "body")
			made := n.do(t, "POST", "/v1/articles", token, object{
				"title": title, "summary": summary, "body": "<p>" + html.EscapeString(body) + "</p>",
			})
			if made.status != 201 {
				rt.Fatalf("refused: %s", made.body)
			}
			shown := n.do(t, "GET", made.header.Get("Location")+"?body_format=text", token, nil)
			for at, sent := range map[string]string{"/title": title, "/summary": summary, "/body": body} {
				got, _ := shown.at(t, at).(string)
				if want := norm.NFC.String(sent); got != want {
					rt.Errorf("%s came back as %+q, want %+q", at, got, want)
				}
			}
			whole := n.do(t, "GET", made.header.Get("Location"), token, nil)
			back := n.do(t, "PATCH", made.header.Get("Location"), token, string(whole.body), "If-Match", whole.header.Get("ETag"))
			if back.status != 200 || back.header.Get("ETag") != whole.header.Get("ETag") {
				rt.Errorf("sent back it is %d: %s became %s", back.status, whole.body, back.body)
			}
		})
	})
}

// plainText makes texts of any characters but NUL, of which no more than most
// are left in NFC.
func plainText(most int) *rapid.Generator[string] {
	letters := rapid.OneOf(
		rapid.Rune(), rapid.RuneFrom(nil, unicode.Han), rapid.RuneFrom(nil, unicode.Hebrew, unicode.Arabic), rapid.RuneFrom(nil, unicode.Mn),
		rapid.RuneFrom(nil, unicode.Hangul), rapid.RuneFrom(nil, unicode.Cf, unicode.Cc), rapid.RuneFrom([]rune(`<>&"'\/;,.%_-#{} aeiouAEIOU`)),
	).Filter(func(r rune) bool { return r != 0 && utf8.ValidRune(r) })
	return rapid.Map(rapid.SliceOfN(letters, 0, 60), func(r []rune) string { return string(r) }).
		Filter(func(s string) bool { return utf8.RuneCountInString(norm.NFC.String(s)) <= most })
}

// bodyText makes texts of what a body keeps: no control characters, no code
// points that are no characters, white space folded. The stroke U+0338, which
// would strike through the tag before it, is left to hygiene's own tests.
func bodyText() *rapid.Generator[string] {
	return rapid.Map(plainText(1000), func(s string) string {
		kept := strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Cc, r) && r != '\n' && r != '\t' || unicode.Is(unicode.Noncharacter_Code_Point, r) || r == '\u0338' {
				return -1
			}
			return r
		}, s)
		isSpace := func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }
		return strings.Join(strings.FieldsFunc(kept, isSpace), " ")
	})
}

package hygiene

import "github.com/seed-6f93249c/broadsheet/internal/news"

// Warning is something in an article that an editor should look at. Warnings
// forbid nothing.
type Warning struct {
	Code    string // of docs/checks.md
	Pointer string // JSON Pointer (RFC 6901) into the article: /title, /body, /credits/1
	Detail  string // one sentence in English
	Excerpt string // the first place in its context, plain text, 80 characters at most; "" when there is nothing to show
	Count   int    // how many places there are at the pointer, 1 or more
}

// Subject is an article to check, with its credits, bylines, sources and tags.
type Subject struct {
	Article *news.Article // Body as Sanitise left it
	Sent    string        // the body as it was sent, "" when it was not: what Sanitise hides is found there
	Removed int           // what Sanitise counted
}

// Check returns what is suspicious about an article, the gravest first; the
// codes are those of docs/checks.md. There is one warning for each code and
// pointer, and at most 20 for a code: the last then counts the rest.
// Time is linear in the length of the article.
func Check(subject Subject) []Warning {
	c := newChecker(subject)
	for _, check := range checks {
		c.code, c.first = check.code, len(c.warnings)
		check.look(c)
	}
	return c.warnings
}

// checks are the kinds of warning, the gravest first.
var checks = []struct {
	code string
	look func(*checker)
}{
	{spamSuspected, spam},
	{"off-topic-link", offTopicLinks},
	{"hidden-link", hiddenLinks},
	{"html-removed", htmlRemoved},
	{"mojibake", mojibake},
	{"pinyin-gloss", pinyinGlosses},
	{"mixed-scripts", mixedScripts},
	{"reprint-without-source", reprintWithoutSource},
	{"login-as-editor", loginAsEditor},
	{"missing-alt", missingAlt},
	{"doubled-punctuation", doubledPunctuation},
	{"empty-paragraph", emptyParagraphs},
}

const spamSuspected = "spam-suspected"

// SpamSuspected returns the warning of the first title of an article (title,
// subtitle, short_title, seo/title) that reads like keyword spam.
func SpamSuspected(article *news.Article) (warning Warning, suspected bool) {
	c := newChecker(Subject{Article: article})
	c.code = spamSuspected
	for _, passage := range c.passages {
		if passage.isTitle {
			c.spamIn(passage)
		}
	}
	if len(c.warnings) == 0 {
		return Warning{}, false
	}
	return c.warnings[0], true
}

// checker holds an article that was read, and the warnings so far.
type checker struct {
	Subject

	passages []passage
	body     *body
	letters  count // of the body
	warnings []Warning
	code     string // of the check that looks
	first    int    // where its warnings begin
}

func newChecker(subject Subject) *checker {
	body := readBody(subject.Article.Body)
	c := &checker{Subject: subject, body: body, passages: plainPassages(subject.Article)}
	for _, paragraph := range body.paragraphs {
		c.passages = append(c.passages, passage{pointer: "/body", text: paragraph})
		c.letters = c.letters.plus(countScripts(paragraph), 1)
	}
	return c
}

// scriptAround returns the script of the body but for the passage. Where that
// is short, the language decides between the scripts of Chinese.
func (c *checker) scriptAround(p passage) script {
	const enough = 10
	letters := c.letters
	if p.pointer == "/body" {
		letters = letters.plus(countScripts(p.text), -1)
	}
	own := letters.script()
	if own == noScript || (own == hans || own == hant) && letters[own] < enough {
		return scriptOfLanguage(c.Article.Language)
	}
	return own
}

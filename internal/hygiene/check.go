package hygiene

import "github.com/seed-6f93249c/broadsheet/internal/news"

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
func Check(subject Subject) []news.Warning {
	c := newChecker(subject)
	c.readBody()
	for _, paragraph := range c.body.paragraphs {
		c.passages = append(c.passages, passage{pointer: "/body", text: paragraph})
	}
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
	{news.SpamSuspected, spam},
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

// SuspectedTitles returns the warnings of those titles of an article (title,
// subtitle, short_title, seo/title, and those of its variants) that read like keyword spam. Unlike Check
// it does not read the body but for titles that have the shape of a list.
func SuspectedTitles(article *news.Article) []news.Warning {
	c := newChecker(Subject{Article: article})
	c.code = news.SpamSuspected
	for _, passage := range c.passages {
		if passage.isTitle {
			c.spamIn(passage)
		}
	}
	return c.warnings
}

// checker holds an article that was read, and the warnings so far.
type checker struct {
	Subject

	passages []passage
	body     *body // nil until it is read
	letters  count // of the body
	warnings []news.Warning
	code     string // of the check that looks
	first    int    // where its warnings begin
}

func newChecker(subject Subject) *checker {
	return &checker{Subject: subject, passages: plainPassages(subject.Article)}
}

// readBody reads the body once.
func (c *checker) readBody() {
	if c.body != nil {
		return
	}
	c.body = readBody(c.Article.Body)
	for _, paragraph := range c.body.paragraphs {
		c.letters = c.letters.plus(countScripts(paragraph), 1)
	}
}

// scriptAround returns the script of the body but for the passage. Where that
// is short, the language decides between the scripts of Chinese. A variant is in
// a script of its own.
func (c *checker) scriptAround(p passage) script {
	const enough = 10
	if p.language != "" {
		return scriptOfLanguage(p.language)
	}
	c.readBody()
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

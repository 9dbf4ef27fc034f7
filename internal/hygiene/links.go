package hygiene

import (
	"net/url"
	"strings"
	"unicode"
)

// offTopicLinks finds links that read like keyword spam or lead to a host of
// that kind, and those that show one host, in the text or before an @, and
// lead to another.
func offTopicLinks(c *checker) {
	for _, link := range c.body.links {
		if detail := offTopic(link); detail != "" {
			c.warn(detail, passage{pointer: "/body", text: link.text + " → " + link.address}, 0)
		}
	}
}

// offTopic says what is wrong with a link, or nothing.
func offTopic(link anchor) string {
	address, err := url.Parse(link.address)
	switch {
	case err != nil || address.Hostname() == "":
		return ""
	case readsLikeSpam(link.text) || readsLikeSpam(link.title):
		return "A link reads like keyword spam."
	case isSpamHost(address.Hostname()):
		return "A link leads to a site that looks like spam."
	case address.User != nil || showsOtherHost(link.text, address.Hostname()):
		return "A link shows one address and leads to another."
	}
	return ""
}

func readsLikeSpam(text string) bool {
	for _, piece := range piecesOf(text) {
		if found := spamVocabulary().judge(piece); found.isKeyword() || found.isStrong() {
			return true
		}
	}
	return false
}

func isSpamHost(name string) bool {
	isBreak := func(r rune) bool { return r == '.' || r == '-' || unicode.IsDigit(r) }
	for _, label := range strings.FieldsFunc(strings.ToLower(name), isBreak) {
		if spamVocabulary().isHost(label) {
			return true
		}
	}
	return false
}

// showsOtherHost tells a text that is an address by itself, of a host that
// neither is the one of the link nor part of the same site.
func showsOtherHost(text, name string) bool {
	text = strings.ToLower(strings.TrimSpace(text))
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	shown, err := url.Parse(text)
	if err != nil || !isDomain(shown.Hostname()) {
		return false
	}
	return site(shown.Hostname()) != site(strings.ToLower(name))
}

// isDomain tells names of hosts from abbreviations and file names well enough:
// www.x.cn, x.com.
func isDomain(name string) bool {
	last := name[strings.LastIndexByte(name, '.')+1:]
	isOutside := func(r rune) bool { return r > unicode.MaxASCII || r == ' ' || r == ',' }
	return strings.Count(name, ".") > 0 && len(last) > 1 && !strings.ContainsFunc(name, isOutside) &&
		(strings.HasPrefix(name, "www.") || knownEndings[last])
}

// knownEndings are those of names that are written without www.
var knownEndings = set("com", "cn", "net", "org", "gov", "edu", "info", "hk", "tw", "mo", "uk", "us", "de", "fr", "jp",
	"kr", "eu", "io", "tv", "news")

// site is what one owner has of a name: its last two labels, or three when
// the second but last is a common one.
func site(name string) string {
	labels := strings.Split(strings.TrimSuffix(name, "."), ".")
	own := 2
	if len(labels) > own && set("com", "co", "gov", "org", "edu", "net", "ac")[labels[len(labels)-2]] {
		own++
	}
	return strings.Join(labels[max(len(labels)-own, 0):], ".")
}

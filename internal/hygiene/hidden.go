package hygiene

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// hiddenLinks finds links that nobody sees: those within what styles hide, in
// the body as it was sent, and those without text in what was kept of it.
func hiddenLinks(c *checker) {
	const detail = "Readers can't see a link."
	for _, address := range concealed(c.Sent) {
		c.warn(detail, passage{pointer: "/body", text: address}, 0)
	}
	for _, link := range c.body.links {
		isOutside := strings.Contains(link.address, "://")
		if isOutside && !link.isImage && strings.Trim(link.text, " \u00a0\u200b.,;:|·-_，。、；：") == "" {
			c.warn(detail, passage{pointer: "/body", text: link.address}, 0)
		}
	}
}

// hiding matches declarations of CSS, without spaces and in lower case, that
// take something out of sight.
var hiding = regexp.MustCompile(`(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|opacity:0?\.?0+(?:;|!|$)|` +
	`font-size:(?:0|1px)(?:[a-z%]*)(?:;|!|$)|(?:text-indent|left|top|right|bottom|margin(?:-left|-top)?):-[0-9]{3,}|` +
	`clip:rect\(|color:transparent|transform:scale\(0)`)

// narrow matches boxes without extent; what is in them shows unless overflow
// is hidden.
var narrow = regexp.MustCompile(`(?:^|;)(?:max-)?(?:width|height):[01](?:px)?(?:;|!|$)`)

var styleSpaces = strings.NewReplacer(" ", "", "\t", "", "\n", "", "\r", "", "\f", "")

// veil follows what is open in HTML of any kind, and what of it is hidden.
type veil struct {
	open      []curtain
	count     map[string]int // how many of each name are open
	hidden    int            // how many of the open ones hide what is in them
	addresses []string
}

type curtain struct {
	name  string
	hides bool
}

// concealed returns where the links lead that are in hidden elements.
func concealed(source string) []string {
	v := &veil{count: map[string]int{}}
	tokenizer := html.NewTokenizer(strings.NewReader(source))
	for tokenizer.Next() != html.ErrorToken {
		switch token := tokenizer.Token(); token.Type {
		case html.StartTagToken:
			v.start(token)
		case html.EndTagToken:
			v.end(token.Data)
		case html.SelfClosingTagToken, html.TextToken, html.CommentToken, html.DoctypeToken, html.ErrorToken:
		}
	}
	return v.addresses
}

func (v *veil) start(token html.Token) {
	if last := len(v.open) - 1; last >= 0 && endedByItself[token.Data] && v.open[last].name == token.Data {
		v.end(token.Data)
	}
	hides := isHidden(token)
	if token.Data == "a" && (hides || v.hidden > 0) {
		if address := attributeOf(token, "href"); isWebAddress(tidyAddress(address)) {
			v.addresses = append(v.addresses, address)
		}
	}
	if endless[token.Data] {
		return
	}
	v.open = append(v.open, curtain{token.Data, hides})
	v.count[token.Data]++
	if hides {
		v.hidden++
	}
}

// endedByItself are elements that end where the next of them begins.
var endedByItself = set("p", "li", "td", "th", "tr", "dt", "dd", "option", "a")

// endless are the elements that have no end tag.
var endless = set("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")

func (v *veil) end(name string) {
	for v.count[name] > 0 {
		last := v.open[len(v.open)-1]
		v.open = v.open[:len(v.open)-1]
		v.count[last.name]--
		if last.hides {
			v.hidden--
		}
		if last.name == name {
			return
		}
	}
}

func isHidden(token html.Token) bool {
	for _, attribute := range token.Attr {
		switch attribute.Key {
		case "hidden":
			return true
		case "style":
			style := styleSpaces.Replace(strings.ToLower(attribute.Val))
			if hiding.MatchString(style) || narrow.MatchString(style) && strings.Contains(style, "overflow:hidden") {
				return true
			}
		case "width", "height":
			if token.Data == "marquee" && len(attribute.Val) == 1 {
				return true
			}
		}
	}
	return false
}

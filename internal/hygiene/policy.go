package hygiene

import (
	"maps"
	"regexp"
	"slices"
	"sync"

	"github.com/microcosm-cc/bluemonday"
)

// allowed is the published allow-list: every element of an article body, with
// the attributes it may have beside globalAttributes.
var allowed = map[string][]string{
	"p": nil, "h1": nil, "h2": nil, "h3": nil, "h4": nil, "h5": nil, "h6": nil,
	"blockquote": {"cite"}, "pre": nil, "hr": nil, "figure": nil, "figcaption": nil,
	"ul": nil, "ol": {"start", "reversed", "type"}, "li": {"value"}, "dl": nil, "dt": nil, "dd": nil,
	"table": nil, "caption": nil, "thead": nil, "tbody": nil, "tfoot": nil, "tr": nil,
	"th": {"colspan", "rowspan", "scope"}, "td": {"colspan", "rowspan"},
	"img": {"src", "alt", "title", "width", "height"}, "a": {"href", "title", "rel"},
	"em": nil, "strong": nil, "b": nil, "i": nil, "u": nil, "s": nil, "mark": nil, "small": nil,
	"sub": nil, "sup": nil, "cite": nil, "dfn": nil, "var": nil, "code": nil, "kbd": nil, "samp": nil,
	"abbr": {"title"}, "time": {"datetime"}, "q": {"cite"},
	"del": {"cite", "datetime"}, "ins": {"cite", "datetime"},
	"ruby": nil, "rb": nil, "rt": nil, "rp": nil,
	"bdi": nil, "bdo": nil, "span": nil, "br": nil, "wbr": nil,
}

var globalAttributes = []string{"lang", "dir"}

// needed names the attributes without which an element says nothing. One of
// them must be there.
var needed = map[string][]string{"a": {"href"}, "img": {"src"}, "span": globalAttributes}

// link is an absolute http, https or mailto address or a reference within the
// site; never //host, which some readers take for a path and some for a host.
const link = `(?i:https?://[^/?#\\]|mailto:[^?]|/[^/\\]|/$|[?#]|[^:/?#\\]+(?:[/?#]|$))`

var attributeRules = map[string]*regexp.Regexp{
	"href":     regexp.MustCompile(`^` + link),
	"cite":     regexp.MustCompile(`^` + link),
	"src":      regexp.MustCompile(`^(?i:https://[^/?#\\]|/[^/\\])`),
	"alt":      nil,
	"title":    nil,
	"rel":      regexp.MustCompile(`^(?:nofollow|sponsored|ugc|noopener|noreferrer)(?: (?:nofollow|sponsored|ugc|noopener|noreferrer)){0,4}$`),
	"width":    regexp.MustCompile(`^[0-9]{1,5}$`),
	"height":   regexp.MustCompile(`^[0-9]{1,5}$`),
	"colspan":  regexp.MustCompile(`^[0-9]{1,3}$`),
	"rowspan":  regexp.MustCompile(`^[0-9]{1,3}$`),
	"scope":    regexp.MustCompile(`^(?:row|col|rowgroup|colgroup)$`),
	"start":    regexp.MustCompile(`^-?[0-9]{1,6}$`),
	"value":    regexp.MustCompile(`^-?[0-9]{1,6}$`),
	"reversed": regexp.MustCompile(`^(?:reversed)?$`),
	"type":     regexp.MustCompile(`^[1aAiI]$`),
	"datetime": regexp.MustCompile(`^[0-9A-Z:+. -]{1,40}$`),
	"lang":     regexp.MustCompile(`^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,8}$`),
	"dir":      regexp.MustCompile(`^(?:ltr|rtl|auto)$`),
}

// policy passes what is allowed and wrapper, which balance takes out. What
// elements need is left to balance too: it must see both tags of a pair. Text
// that nobody should see is gone already.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElementsContent("frame", "frameset", "iframe", "noembed", "noframes", "noscript", "nostyle", "object",
		"script", "style", "title")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true)
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowNoAttrs().OnElements(append(slices.Collect(maps.Keys(allowed)), wrapper)...)
	for element, attributes := range allowed {
		for _, attribute := range append(slices.Clone(globalAttributes), attributes...) {
			builder := p.AllowAttrs(attribute)
			if rule := attributeRules[attribute]; rule != nil {
				builder = builder.Matching(rule)
			}
			builder.OnElements(element)
		}
	}
	return p
})

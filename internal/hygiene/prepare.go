package hygiene

import (
	"strings"

	"golang.org/x/net/html"
)

// wrapper stands for every element that only groups blocks. It passes the
// policy and is taken out by balance, which makes paragraphs of its bare text.
const wrapper = "div"

var wrappers = set("div", "section", "article", "main", "header", "footer", "aside", "nav", "address",
	"center", "details", "summary", "dialog", "fieldset", "legend", "hgroup")

// unread are the elements whose content the tokenizer does not read as HTML
// and nobody should see.
var unread = set("script", "style", "iframe", "noscript", "noembed", "noframes", "textarea", "title")

// embeds maps what shows other people's content to the attribute that says
// where that is.
var embeds = map[string]string{
	"iframe": "src", "embed": "src", "video": "src", "audio": "src", "source": "src", "object": "data",
}

var addressSpaces = strings.NewReplacer("\t", "", "\n", "", " ", "%20")

// preparer rewrites what the policy alone would lose.
type preparer struct {
	out     strings.Builder
	seen    int    // elements, attributes and comments so far
	unread  bool   // the next text belongs to an unread element
	pending bool   // the last embed showed no address: its sources may
	linked  string // the address last linked to: an object repeats its embed's
}

// prepare turns embeds into links and grouping elements into wrappers, and
// drops scripts and their like with their text. seen counts what it read.
func prepare(source string) (prepared string, seen int) {
	p := &preparer{}
	tokenizer := html.NewTokenizer(strings.NewReader(source))
	for tokenizer.Next() != html.ErrorToken {
		p.add(tokenizer.Token())
	}
	return p.out.String(), p.seen
}

func (p *preparer) add(token html.Token) {
	skip := p.unread && token.Type == html.TextToken
	p.unread = false
	switch token.Type {
	case html.TextToken:
		if !skip {
			p.out.WriteString(token.String())
		}
	case html.StartTagToken, html.SelfClosingTagToken:
		p.start(token)
	case html.EndTagToken:
		p.end(token)
	case html.CommentToken, html.DoctypeToken:
		p.seen++
	case html.ErrorToken:
	}
}

func (p *preparer) start(token html.Token) {
	p.seen += 1 + len(token.Attr)
	p.embed(token)
	switch {
	case unread[token.Data]:
		p.unread = true
	case wrappers[token.Data]:
		p.out.WriteString("<" + wrapper + ">")
	default:
		token.Type = html.StartTagToken
		for i := range token.Attr {
			token.Attr[i].Val = tidyAttribute(token.Attr[i])
		}
		p.out.WriteString(token.String())
	}
}

func (p *preparer) end(token html.Token) {
	if wrappers[token.Data] {
		token.Data = wrapper
	}
	p.out.WriteString(token.String())
}

func (p *preparer) embed(token html.Token) {
	attribute, isEmbed := embeds[token.Data]
	if !isEmbed || token.Data == "source" && !p.pending {
		return
	}
	address := tidyAddress(attributeOf(token, attribute))
	p.pending = address == ""
	if !isWebAddress(address) || address == p.linked {
		return
	}
	p.linked = address
	title := attributeOf(token, "title")
	if isBlank(title) {
		title = address
	}
	const generated = 2 // the a and its href, which will be kept
	p.seen += generated
	p.out.WriteString("<" + wrapper + `><a href="` + html.EscapeString(address) + `">` +
		html.EscapeString(title) + "</a></" + wrapper + ">")
}

func attributeOf(token html.Token, key string) string {
	for _, attribute := range token.Attr {
		if attribute.Key == key {
			return attribute.Val
		}
	}
	return ""
}

func tidyAttribute(attribute html.Attribute) string {
	switch attribute.Key {
	case "href", "src", "cite":
		return tidyAddress(attribute.Val)
	}
	return attribute.Val
}

// tidyAddress reads an address as browsers do (WHATWG URL): line ends and tabs
// do not count, spaces within are encoded, //host is taken to mean https. A
// backslash in a query is encoded too: Go leaves it as it is.
func tidyAddress(address string) string {
	address = addressSpaces.Replace(strings.Trim(address, " \t\n"))
	if path, query, hasQuery := strings.Cut(address, "?"); hasQuery {
		address = path + "?" + strings.ReplaceAll(query, `\`, "%5C")
	}
	if strings.HasPrefix(address, "//") {
		return "https:" + address
	}
	return address
}

func isWebAddress(address string) bool {
	lower := strings.ToLower(address)
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

func set(names ...string) map[string]bool {
	members := make(map[string]bool, len(names))
	for _, name := range names {
		members[name] = true
	}
	return members
}

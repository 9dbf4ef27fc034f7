// Package hygiene makes the HTML of article bodies safe and well formed, and
// looks through articles for what was done to the site before: keyword spam,
// hidden links, mangled text. HTML comes in from anybody, articles come in as
// they are, and text and warnings go out; nothing is changed in an article,
// fetched, stored or logged. What a warning forbids is decided by service;
// reading text out of clean HTML for readers belongs to markup.
package hygiene

// Sanitise returns the part of html that article bodies may have: the
// allow-list of docs/body-html.md, well formed (HTML Living Standard), as
// UTF-8 in normalisation form C without control characters.
//
// Elements outside the list lose their tags and keep their text; scripts,
// styles and their like go with their text. Embeds become paragraphs that link
// to what they showed. Elements nested deeper than 256 lose their tags. Text
// without a tag stays without one, escaped.
//
// removed counts the elements, attributes and comments of the input that are
// not in clean: exactly where html is well formed, about right where it is not,
// and 0 where nothing was lost. Sanitising again changes nothing and removes
// nothing. Time and space are linear in len(html).
func Sanitise(html string) (clean string, removed int) {
	prepared, seen := prepare(visible(html))
	clean, kept := balance(policy().Sanitize(prepared))
	return clean, max(seen-kept, 0)
}

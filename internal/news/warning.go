package news

// Warning is something that an editor should look at: about an article, or
// about a write that was made all the same. Warnings forbid nothing, but for
// SpamSuspected in a title.
type Warning struct {
	Code    string // of docs/checks.md
	Pointer string // RFC 6901, into the answer or the request
	Detail  string // one sentence in English
	Excerpt string // the first place in its context, plain text, 80 characters at most; "" when there is nothing to show
	Count   int    // how many places there are at the pointer, 1 or more
}

// SpamSuspected is the code of the warning that blocks publishing where it is
// about a title, until an editor acknowledges it.
const SpamSuspected = "spam-suspected"

// Acknowledgeable lists the codes of warnings that an editor can override.
func Acknowledgeable() []string { return []string{SpamSuspected} }

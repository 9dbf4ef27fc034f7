package search

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Folder folds texts. It is safe for use by several goroutines.
type Folder struct {
	hans func(rune) rune
}

// New returns a Folder that turns Hant into Hans by hans, which returns the
// Hans form of a character, or the character itself.
func New(hans func(rune) rune) *Folder {
	return &Folder{hans: hans}
}

// Folded is a folded text that knows where it came from.
type Folded struct {
	// Text is the folded form: see the package's comment.
	Text string

	source string
	places []place
}

// Fold returns the folded form of a text, with what Origin needs. It takes time
// in proportion to the text, whatever the text is.
func (f *Folder) Fold(text string) Folded {
	w := &writer{folder: f, tracks: true, out: make([]byte, 0, len(text)+len(text)/8)}
	w.text(text)
	return Folded{Text: string(w.out), source: text, places: w.places}
}

// append appends the folded form of a text to out.
func (f *Folder) append(out []byte, text string) []byte {
	w := &writer{folder: f, out: out, begin: len(out)}
	w.text(text)
	return w.out
}

// fold returns the folded form alone.
func (f *Folder) fold(text string) string {
	return string(f.append(nil, text))
}

// writer writes the folded form. open is the class of the unit that goes on.
type writer struct {
	folder *Folder
	out    []byte
	begin  int // of this text in out

	open     class
	accented bool // the marks that follow are accents
	marks    int  // on the open letter
	lines    int  // line ends since the last unit
	word     int  // where the open word begins in out

	tracks   bool
	places   []place
	from, to int // of what is being folded, in the source

	buffer []byte // for normalising
}

func (w *writer) text(text string) {
	for at := 0; at < len(text); {
		r, size := rune(text[at]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[at:])
		}
		folded, ok := w.simple(r)
		if !ok {
			at = w.awkward(text, at)
			continue
		}
		w.from, w.to = at, at+size
		if folded == '+' || folded == '#' {
			w.sign(folded, text[at+size:])
		}
		w.put(folded)
		at += size
	}
	w.close()
}

// simple folds the characters that no normalisation joins to others, which are
// nearly all. ok tells whether r is one.
func (w *writer) simple(r rune) (folded rune, ok bool) {
	switch {
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A', true
	case r < utf8.RuneSelf:
		return r, true
	case isIdeograph(r):
		return w.ideograph(r), true
	case 0xFF01 <= r && r <= 0xFF5E:
		return w.simple(r - 0xFF01 + '!')
	case r == '﹟':
		return '#', true
	case r == '﹢':
		return '+', true
	case 0x3000 <= r && r <= 0x3004, 0x3008 <= r && r <= 0x3020, 0x2010 <= r && r <= 0x2027, r == utf8.RuneError, r == '™', r == '℠':
		return ' ', true
	}
	return 0, false
}

func (w *writer) ideograph(r rune) rune {
	if hans := w.folder.hans(r); isIdeograph(hans) {
		return hans
	}
	return r
}

// awkward folds the run of characters at a place that are not simple, by NFKC,
// and returns where it ends.
func (w *writer) awkward(text string, at int) int {
	end := at
	for i, r := range text[at:] {
		if _, ok := w.simple(r); ok {
			break
		}
		end = at + i + utf8.RuneLen(r)
	}
	run := text[at:end]
	normal := norm.NFKC.QuickSpanString(run)
	for i, r := range run[:normal] {
		w.from, w.to = at+i, at+i+utf8.RuneLen(r)
		w.normal(r)
	}
	for from := at + normal; from < end; from = w.to {
		w.from, w.to = from, from+norm.NFKC.NextBoundaryInString(text[from:end], true)
		w.buffer = norm.NFKC.AppendString(w.buffer[:0], text[from:w.to])
		for _, r := range string(w.buffer) {
			w.normal(r)
		}
	}
	return end
}

// normal folds a character of NFKC.
func (w *writer) normal(r rune) {
	if folded, ok := w.simple(r); ok {
		w.put(folded)
		return
	}
	folded, more := foldLetter(r)
	w.put(folded)
	for _, r := range more {
		w.put(r)
	}
	w.accented = w.accented || isPlain(r)
}

const maxMarks = 8 // on one letter

// put writes a folded character, if it is part of a unit.
func (w *writer) put(r rune) {
	c := classOf(r)
	switch c {
	case ignorable:
	case gap:
		w.close()
	case lineEnd:
		w.close()
		w.lines++
	case paragraph:
		w.close()
		w.lines += 2
	case mark:
		if w.open >= letter && !w.accented && w.marks < maxMarks {
			w.marks++
			w.emit(r)
		}
	case dense, letter, digit:
		w.marks, w.accented = 0, dropsMarks(r)
		w.start(c)
		w.emit(r)
	}
}

// start sees to it that out ends where a character of class c may follow.
func (w *writer) start(c class) {
	if c == w.open && c != dense {
		return
	}
	w.close()
	if w.lines > 1 && len(w.out) > w.begin {
		w.out = append(w.out, '\n')
	}
	w.lines = 0
	if c != dense && (len(w.out) == w.begin || w.out[len(w.out)-1] != ' ') {
		w.out = append(w.out, ' ')
	}
	w.open, w.word = c, len(w.out)
}

// close ends the open unit.
func (w *writer) close() {
	if w.open >= letter {
		w.out = append(w.out, ' ')
	}
	w.open = gap
}

// plus and sharp are what + and # fold to when they are part of a name. The
// folded form has no other use for them, nor for other full-width characters.
const (
	plus  = '＋'
	sharp = '＃'
)

// sign takes "++" and "#" for part of a word of one letter: C++ and C# are no
// other names for C.
func (w *writer) sign(r rune, rest string) {
	if w.open != letter || len(w.out)-w.word != 1 {
		return
	}
	if r == '#' {
		w.emit(sharp)
		return
	}
	next, size := utf8.DecodeRuneInString(rest)
	if next == '+' || next == plus {
		w.to += size
		w.emit(plus)
		w.emit(plus)
	}
}

func (w *writer) emit(r rune) {
	if w.tracks {
		w.track(utf8.RuneLen(r))
	}
	w.out = utf8.AppendRune(w.out, r)
}

package script

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// entry is a line of a dictionary. Among entries that match at a place, those
// of the lowest rank go first, and of these the longest.
type entry struct {
	key, value string
	rank       uint32
}

// table finds the entry that matches at the start of a text. It is a trie
// whose nodes lie in one open-addressed hash table: a node is its slot, and
// found by its parent's and its rune. The first rune is found by pages.
type table struct {
	pages  []uint16 // by rune>>8: which page of first, 0 is empty
	first  []uint32 // 256 nodes to a page
	nodes  []node
	ends   []uint32 // of the values
	values string
	starts [256]bool // the bytes that keys begin with
}

type node struct {
	parent uint32
	r      rune
	info   uint32 // parts below; a node without r is a free slot
}

// The parts of info. Slot 0 is never a node, value 0 is none.
const (
	valueBits = 1<<24 - 1 // the number of the value
	rankShift = 24
	rankBits  = 1<<7 - 1
	inner     = 1 << 31 // has children
	noRank    = rankBits + 1
)

// newTable takes entries whose ranks do not fall. Of entries with one key the
// first stands.
func newTable(entries []entry) *table {
	t := &table{
		pages: make([]uint16, (utf8.MaxRune>>8)+1),
		first: make([]uint32, 256),
		nodes: make([]node, countNodes(entries)*5/3+2),
		ends:  []uint32{0},
	}
	var values strings.Builder
	for _, e := range entries {
		t.starts[e.key[0]] = true
		n := &t.nodes[t.insert(e.key)]
		if n.info&valueBits != 0 {
			continue
		}
		values.WriteString(e.value)
		n.info |= uint32(len(t.ends)) | e.rank<<rankShift //nolint:gosec // there are 50,000 entries
		t.ends = append(t.ends, uint32(values.Len()))     //nolint:gosec // of 20 bytes
	}
	t.ends = slices.Clip(t.ends)
	t.first = slices.Clip(t.first)
	t.values = strings.Clone(values.String())
	return t
}

// countNodes is the number of different beginnings of the keys.
func countNodes(entries []entry) int {
	keys := make([]string, len(entries))
	for i, e := range entries {
		keys[i] = e.key
	}
	slices.Sort(keys)
	count, before := 0, ""
	for _, key := range keys {
		count += utf8.RuneCountInString(key) - commonRunes(before, key)
		before = key
	}
	return count
}

// commonRunes is how many runes two strings begin with alike.
func commonRunes(a, b string) int {
	n := 0
	for i, r := range b {
		if !strings.HasPrefix(a[min(i, len(a)):], string(r)) {
			break
		}
		n++
	}
	return n
}

// insert returns the node of a key, making those on the way to it.
func (t *table) insert(key string) uint32 {
	at := uint32(0)
	for i, r := range key {
		slot := t.slot(at, r)
		if t.nodes[slot].r == 0 {
			t.nodes[slot] = node{parent: at, r: r}
			t.nodes[at].info |= inner
		}
		at = slot
		if i == 0 {
			t.setFirst(r, slot)
		}
	}
	return at
}

func (t *table) setFirst(r rune, slot uint32) {
	page := &t.pages[r>>8]
	if *page == 0 {
		*page = uint16(len(t.first) >> 8) //nolint:gosec // Unicode has 4,352 pages
		t.first = append(t.first, make([]uint32, 256)...)
	}
	t.first[int(*page)<<8|int(r&0xff)] = slot
}

// slot is where the child of a node is, or where it would be put.
func (t *table) slot(parent uint32, r rune) uint32 {
	size := uint64(len(t.nodes))
	hash := (uint64(parent)<<32 | uint64(uint32(r))) * 0x9e3779b97f4a7c15 //nolint:gosec // runes are not negative
	for at := hash >> 32 * size >> 32; ; at++ {
		if at >= size {
			at = 1
		}
		n := &t.nodes[at]
		if at != 0 && (n.r == 0 || n.r == r && n.parent == parent) {
			return uint32(at) //nolint:gosec // less than size
		}
	}
}

// match returns the length in bytes and the value of the entry that a text
// which is not empty begins with, of ranks up to the given one. Without an
// entry the value is 0, and the length that of the first character.
func (t *table) match(text string, maxRank uint32) (size int, value uint32) {
	r, end := utf8.DecodeRuneInString(text)
	size = end
	at := t.first[int(t.pages[r>>8])<<8|int(r&0xff)]
	for best := maxRank; at != 0; {
		info := t.nodes[at].info
		if rank := info >> rankShift & rankBits; info&valueBits != 0 && rank <= best {
			size, value, best = end, info&valueBits, rank
		}
		if info&inner == 0 || end == len(text) {
			break
		}
		r, width := utf8.DecodeRuneInString(text[end:])
		at = t.slot(at, r)
		if t.nodes[at].r == 0 {
			break
		}
		end += width
	}
	return size, value
}

func (t *table) value(number uint32) string {
	return t.values[t.ends[number-1]:t.ends[number]]
}

// replace returns the text with all that matches replaced, and the text
// itself if nothing changes.
func (t *table) replace(text string) string {
	var out strings.Builder
	kept := 0
	for at := 0; at < len(text); {
		if !t.starts[text[at]] {
			at++
			continue
		}
		size, number := t.match(text[at:], noRank)
		end := at + size
		if number == 0 || t.value(number) == text[at:end] {
			at = end
			continue
		}
		if size == len(text) {
			return t.value(number)
		}
		if kept == 0 {
			out.Grow(len(text) + len(text)/16)
		}
		out.WriteString(text[kept:at])
		out.WriteString(t.value(number))
		at, kept = end, end
	}
	if kept == 0 {
		return text
	}
	out.WriteString(text[kept:])
	return out.String()
}

// bytes is what the table takes in memory.
func (t *table) bytes() int {
	return 2*len(t.pages) + 4*len(t.first) + 12*len(t.nodes) + 4*len(t.ends) + len(t.values) + len(t.starts)
}

package hygiene

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

const (
	maxPointers = 20 // of one code
	maxExcerpt  = 80 // characters
)

// warn adds a warning of what stands in a passage from a byte on, or counts it
// to the one that its pointer has.
func (c *checker) warn(detail string, p passage, from int) {
	own := c.warnings[c.first:]
	i := slices.IndexFunc(own, func(w news.Warning) bool { return w.Pointer == p.pointer })
	switch {
	case i >= 0:
		own[i].Count++
	case len(own) >= maxPointers:
		c.warnings[len(c.warnings)-1].Count++
	default:
		c.warnings = append(c.warnings, news.Warning{
			Code: c.code, Pointer: p.pointer, Detail: detail, Excerpt: excerptOf(p.text, from), Count: 1,
		})
	}
}

// warnOf adds a warning of so many places that can't be shown.
func (c *checker) warnOf(pointer, detail string, count int) {
	if count > 0 {
		c.warnings = append(c.warnings, news.Warning{Code: c.code, Pointer: pointer, Detail: detail, Count: count})
	}
}

// excerptOf returns a text from a little before a byte on, on one line.
func excerptOf(text string, from int) string {
	const lead = maxExcerpt / 4
	begin := from
	for range lead {
		_, size := utf8.DecodeLastRuneInString(text[:begin])
		begin -= size
	}
	to := begin
	for range maxExcerpt - 2 {
		_, size := utf8.DecodeRuneInString(text[to:])
		to += size
	}
	excerpt := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, text[begin:to])
	return ellipsisIf(begin > 0) + strings.TrimSpace(excerpt) + ellipsisIf(to < len(text))
}

func ellipsisIf(cut bool) string {
	if cut {
		return "…"
	}
	return ""
}

func pointerTo(list string, i int) string {
	return fmt.Sprintf("/%s/%d", list, i)
}

package script

import "strings"

// chain is one of OpenCC's configurations: normalisation of the whole text,
// the cut into segments, and stages that each segment goes through, so that
// no stage sees a phrase across the seam of two.
type chain struct {
	normal []*table
	cut    *cutter // nil takes the text as one segment
	stages []*table
}

// cutter segments a text by the longest phrases of a table.
type cutter struct {
	table *table
	rank  uint32 // entries of higher ranks are no phrases
}

func (c *chain) convert(text string) string {
	for _, t := range c.normal {
		text = t.replace(text)
	}
	if c.cut == nil {
		return c.stage(text)
	}
	var out strings.Builder
	out.Grow(len(text))
	c.cut.each(text, func(segment string) { out.WriteString(c.stage(segment)) })
	return out.String()
}

func (c *chain) stage(segment string) string {
	for _, t := range c.stages {
		segment = t.replace(segment)
	}
	return segment
}

// each calls f with every phrase and with what stands between phrases, in
// order and without gaps.
func (c *cutter) each(text string, f func(segment string)) {
	start, at := 0, 0
	for at < len(text) {
		if !c.table.starts[text[at]] {
			at++
			continue
		}
		size, value := c.table.match(text[at:], c.rank)
		if value == 0 {
			at += size
			continue
		}
		if start < at {
			f(text[start:at])
		}
		f(text[at : at+size])
		at += size
		start = at
	}
	if start < len(text) {
		f(text[start:])
	}
}

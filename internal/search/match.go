package search

import "strings"

// Matches tells whether a query finds an entry. It is what decides: an index
// only says which entries are worth asking.
func (q Query) Matches(e Entry) bool {
	for i := range q.Clauses {
		if q.Clauses[i].holds(e) == q.Clauses[i].Not {
			return false
		}
	}
	return len(q.Clauses) > 0
}

func (c *Clause) holds(e Entry) bool {
	if c.Field == AnyField {
		return c.isIn(string(e))
	}
	for field, text := range e.values {
		if field == c.Field && c.isIn(text) {
			return true
		}
	}
	return false
}

func (c *Clause) isIn(folded string) bool {
	for _, needle := range c.Needles {
		if strings.Contains(folded, needle) {
			return true
		}
	}
	return false
}

// In returns the query that asks a field for what q asks of any. Clauses that
// name a field, and negative ones, stay as they are. The field must be one
// that queries can name. What the two find is comparable by the score of q.
func (q Query) In(field Field) Query {
	narrowed := Query{Clauses: make([]Clause, len(q.Clauses))}
	for i, c := range q.Clauses {
		if c.Field == AnyField && !c.Not {
			c.Field = field
			c.Needs = prefixed(c.Needs, fieldPrefix(field))
		}
		narrowed.Clauses[i] = c
	}
	return narrowed
}

func prefixed(groups [][]Term, prefix string) [][]Term {
	out := make([][]Term, len(groups))
	for i, group := range groups {
		for _, t := range group {
			out[i] = append(out[i], Term{prefix + t.Text, t.Prefix})
		}
	}
	return out
}

package news

import (
	"math/big"
	"slices"

	"github.com/google/uuid"
)

// Group is a name under which cached responses are invalidated together
// (RFC 9875). It is at most 32 characters.
type Group string

// Groups that are not about one resource: the lists of all articles, and
// every list of anything.
const (
	ListAll Group = "list-all"
	Lists   Group = "lists"
)

// GroupOf returns the group of every answer that shows the resource.
func GroupOf(noun Noun, id string) Group {
	return Group(string(noun) + "-" + base62(id))
}

// ListGroup returns the group of the lists of what is filed under a section
// or its descendants.
func ListGroup(sectionID string) Group {
	return Group("list-" + base62(sectionID))
}

func base62(id string) string {
	const base = 62
	bytes, err := uuid.Parse(id)
	if err != nil {
		return id
	}
	return new(big.Int).SetBytes(bytes[:]).Text(base)
}

// Groups returns the groups of an answer that shows the article: its own, its
// bylines', its tags' and those of its section and the ancestors.
func (a *Article) Groups() []Group {
	groups := []Group{GroupOf(NounArticle, a.ID)}
	for _, credit := range a.Credits {
		groups = appendNew(groups, GroupOf(NounByline, credit.BylineID))
	}
	for _, tag := range a.Tags {
		groups = appendNew(groups, GroupOf(NounTag, tag.ID))
	}
	if a.Section != nil {
		for _, section := range a.Section.Breadcrumbs {
			groups = append(groups, GroupOf(NounSection, section.ID))
		}
	}
	return groups
}

// Groups returns the groups of an answer that shows the section: its own and
// its ancestors'.
func (s *Section) Groups() []Group {
	groups := make([]Group, len(s.Breadcrumbs))
	for i, section := range s.Breadcrumbs {
		groups[i] = GroupOf(NounSection, section.ID)
	}
	return groups
}

// ListGroups returns the groups of every list that can show the article.
func (a *Article) ListGroups() []Group {
	var groups []Group
	if a.Section != nil {
		for _, section := range a.Section.Breadcrumbs {
			groups = append(groups, ListGroup(section.ID))
		}
	}
	return append(groups, ListAll)
}

func appendNew(groups []Group, group Group) []Group {
	if slices.Contains(groups, group) {
		return groups
	}
	return append(groups, group)
}

// UnionGroups returns the groups of all sets, each once, in order of
// appearance.
func UnionGroups(sets ...[]Group) []Group {
	var union []Group
	for _, set := range sets {
		for _, group := range set {
			union = appendNew(union, group)
		}
	}
	return union
}

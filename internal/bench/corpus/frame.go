package corpus

import (
	"strings"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// makeSections makes the sections of a voice, parents before children.
func (a *archive) makeSections(v *voice) []news.Section {
	var sections, trail []news.Section
	for i, line := range strings.Split(strings.Trim(v.sections, "\n"), "\n") {
		name := strings.TrimLeft(line, " ")
		trail = trail[:len(line)-len(name)]
		section := news.Section{
			ID: newID(begin(), a.random), Revision: 1, Slug: a.slug(news.NounSection, name), Name: name,
			Position: i + 1, CreatedAt: begin(), UpdatedAt: begin(),
		}
		if len(trail) > 0 {
			parent := trail[len(trail)-1].ID
			section.ParentID = &parent
		}
		sections, trail = append(sections, section), append(trail, section)
	}
	return sections
}

// makeBylines makes the persons of a voice, its desks and its agencies.
func (a *archive) makeBylines(v *voice) []news.Byline {
	var bylines []news.Byline
	for i := range v.persons {
		bylines = append(bylines, a.makeByline(v.person(i), news.BylinePerson))
	}
	for _, name := range v.words["desk"] {
		bylines = append(bylines, a.makeByline(name, news.BylineDesk))
	}
	for _, name := range v.words["agency"] {
		bylines = append(bylines, a.makeByline(name, news.BylineAgency))
	}
	return bylines
}

func (a *archive) makeByline(name string, kind news.BylineKind) news.Byline {
	sortName := news.SortName(name, kind)
	return news.Byline{
		ID: newID(begin(), a.random), Revision: 1, Slug: a.slug(news.NounByline, name),
		Name: name, SortName: sortName, SearchKey: news.FoldKey(name + " " + sortName), Kind: kind,
		CreatedAt: begin(), UpdatedAt: begin(),
	}
}

// makeTags makes a tag of each pair of a subject and an aspect.
func (a *archive) makeTags(v *voice) []news.Tag {
	var tags []news.Tag
	for _, subject := range v.words["tag"] {
		for _, aspect := range v.words["aspect"] {
			name := subject + v.space + aspect
			tags = append(tags, news.Tag{
				ID: newID(begin(), a.random), Revision: 1, Slug: a.slug(news.NounTag, name), Name: name,
				NameKey: news.FoldKey(name), CreatedAt: begin(), UpdatedAt: begin(),
			})
		}
	}
	return tags
}

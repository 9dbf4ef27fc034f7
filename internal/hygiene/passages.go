package hygiene

import (
	"slices"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// passage is a stretch of plain text that is read by itself: a field, or a
// paragraph of the body.
type passage struct {
	pointer string
	text    string
	isTitle bool
}

// plainPassages returns the fields of plain text that are not empty.
func plainPassages(a *news.Article) []passage {
	passages := []passage{
		{"/title", a.Title, true},
		{"/subtitle", a.Subtitle, true},
		{"/short_title", a.ShortTitle, true},
	}
	if a.SEO != nil {
		passages = append(passages, passage{"/seo/title", a.SEO.Title, true}, passage{"/seo/description", a.SEO.Description, false})
	}
	passages = append(passages, passage{"/summary", a.Summary, false})
	if image := a.LeadImage; image != nil {
		passages = append(passages, passage{"/lead_image/alt", image.Alt, false},
			passage{"/lead_image/caption", image.Caption, false}, passage{"/lead_image/credit", image.Credit, false})
	}
	for i, credit := range a.Credits {
		passages = append(passages, passage{pointerTo("credits", i) + "/name", credit.Printed(), false})
	}
	for i, source := range a.Sources {
		passages = append(passages, passage{pointerTo("sources", i) + "/name", source.Name, false})
	}
	for i, tag := range a.Tags {
		passages = append(passages, passage{pointerTo("tags", i), tag.Name, false})
	}
	return slices.DeleteFunc(passages, func(p passage) bool { return p.text == "" })
}

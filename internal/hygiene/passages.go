package hygiene

import (
	"slices"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// passage is a stretch of plain text that is read by itself: a field, or a
// paragraph of the body.
type passage struct {
	pointer  string
	text     string
	isTitle  bool
	language string // where it is another than the article's
}

func titled(pointer, text string) passage {
	return passage{pointer: pointer, text: text, isTitle: true}
}

func plain(pointer, text string) passage {
	return passage{pointer: pointer, text: text}
}

// plainPassages returns the fields of plain text that are not empty.
func plainPassages(a *news.Article) []passage {
	passages := []passage{titled("/title", a.Title), titled("/subtitle", a.Subtitle), titled("/short_title", a.ShortTitle)}
	if a.SEO != nil {
		passages = append(passages, titled("/seo/title", a.SEO.Title), plain("/seo/description", a.SEO.Description))
	}
	passages = append(passages, plain("/summary", a.Summary))
	if image := a.LeadImage; image != nil {
		passages = append(passages, plain("/lead_image/alt", image.Alt),
			plain("/lead_image/caption", image.Caption), plain("/lead_image/credit", image.Credit))
	}
	for i, credit := range a.Credits {
		passages = append(passages, plain(pointerTo("credits", i)+"/name", credit.Printed()))
	}
	for i, source := range a.Sources {
		passages = append(passages, plain(pointerTo("sources", i)+"/name", source.Name))
	}
	for i, tag := range a.Tags {
		passages = append(passages, plain(pointerTo("tags", i), tag.Name))
	}
	for _, variant := range a.Variants {
		passages = append(passages, variantPassages(variant)...)
	}
	return slices.DeleteFunc(passages, func(p passage) bool { return p.text == "" })
}

func variantPassages(v news.Variant) []passage {
	pointer := "/variants/" + v.Language
	passages := []passage{
		titled(pointer+"/title", v.Title), titled(pointer+"/subtitle", v.Subtitle),
		titled(pointer+"/short_title", v.ShortTitle), plain(pointer+"/summary", v.Summary),
	}
	for i := range passages {
		passages[i].language = v.Language
	}
	return passages
}

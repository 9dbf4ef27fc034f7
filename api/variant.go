package api

import "github.com/seed-6f93249c/broadsheet/internal/news"

// Variants are how editors word an article in other scripts of Chinese than it
// is written in. They win over conversion.
type Variants struct {
	Hans   *Variant `json:"zh-Hans"`    //nolint:tagliatelle // a language tag
	Hant   *Variant `json:"zh-Hant"`    //nolint:tagliatelle // a language tag
	HantHK *Variant `json:"zh-Hant-HK"` //nolint:tagliatelle // a language tag
	HantTW *Variant `json:"zh-Hant-TW"` //nolint:tagliatelle // a language tag
} // @name Variants

// Variant is the wording of an article in one script. What is null is
// converted.
type Variant struct {
	Title      *string `json:"title"`
	Subtitle   *string `json:"subtitle"`
	ShortTitle *string `json:"short_title"`
	Summary    *string `json:"summary"`
} // @name Variant

// VariantsInput is what clients write of the variants of an article, each in
// another script than the article's own.
type VariantsInput struct {
	Hans   *VariantInput `json:"zh-Hans"`    //nolint:tagliatelle // a language tag
	Hant   *VariantInput `json:"zh-Hant"`    //nolint:tagliatelle // a language tag
	HantHK *VariantInput `json:"zh-Hant-HK"` //nolint:tagliatelle // a language tag
	HantTW *VariantInput `json:"zh-Hant-TW"` //nolint:tagliatelle // a language tag
} // @name VariantsInput

// VariantInput is the wording of an article in one script.
type VariantInput struct {
	Title      string `json:"title" validate:"notblank,max=300"`
	Subtitle   string `json:"subtitle" validate:"max=300"`
	ShortTitle string `json:"short_title" validate:"max=80"`
	Summary    string `json:"summary" validate:"max=1000"`
} // @name VariantInput

func newVariants(a *news.Article) *Variants {
	if len(a.Variants) == 0 {
		return nil
	}
	one := func(language string) *Variant {
		v := a.Variant(language)
		if v == nil {
			return nil
		}
		return &Variant{
			Title: orNull(v.Title), Subtitle: orNull(v.Subtitle), ShortTitle: orNull(v.ShortTitle), Summary: orNull(v.Summary),
		}
	}
	return &Variants{Hans: one("zh-Hans"), Hant: one("zh-Hant"), HantHK: one("zh-Hant-HK"), HantTW: one("zh-Hant-TW")}
}

// variants returns what was written as rows.
func (in *VariantsInput) variants(articleID string) []news.Variant {
	if in == nil {
		return nil
	}
	var rows []news.Variant
	for _, language := range news.VariantLanguages() {
		written := map[string]*VariantInput{"zh-Hans": in.Hans, "zh-Hant": in.Hant, "zh-Hant-HK": in.HantHK, "zh-Hant-TW": in.HantTW}[language]
		if written != nil {
			rows = append(rows, news.Variant{
				ArticleID: articleID, Language: language, Title: written.Title, Subtitle: written.Subtitle,
				ShortTitle: written.ShortTitle, Summary: written.Summary,
			})
		}
	}
	return rows
}

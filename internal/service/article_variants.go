package service

import (
	"slices"
	"strings"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/script"
)

// settleVariants brings the variants of an article into their order, without
// those that word nothing, and returns what is wrong with them: they are of
// Chinese, and in another script than the article.
func settleVariants(article *news.Article) []news.Field {
	var kept []news.Variant
	for _, variant := range article.Variants {
		if !variant.IsEmpty() {
			kept = append(kept, variant)
		}
	}
	slices.SortFunc(kept, func(a, b news.Variant) int { return strings.Compare(a.Language, b.Language) })
	article.Variants = kept
	written, isChinese := script.Of(article.Language)
	var faults []news.Field
	for _, variant := range kept {
		fault := news.Field{Pointer: "/variants/" + variant.Language}
		switch own, _ := script.Of(variant.Language); {
		case !isChinese:
			fault.Code, fault.Detail = "not-chinese", "variants are in scripts of Chinese, and the article is in "+article.Language
		case own == written:
			fault.Code, fault.Detail = "own-script", "the article is in "+variant.Language+" itself: that is worded in its own fields"
		default:
			continue
		}
		faults = append(faults, fault)
	}
	return faults
}

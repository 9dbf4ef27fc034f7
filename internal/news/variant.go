package news

// Variant is how editors word an article in another script of Chinese than it
// is written in. It wins over conversion; what it leaves empty is converted.
type Variant struct {
	ArticleID  string `gorm:"primaryKey"`
	Language   string `gorm:"primaryKey"` // one of VariantLanguages
	Title      string
	Subtitle   string
	ShortTitle string
	Summary    string
}

// TableName names the table of variants.
func (Variant) TableName() string { return "article_variants" }

// VariantLanguages lists what variants may be in, in the order of variants.
func VariantLanguages() []string {
	return []string{"zh-Hans", "zh-Hant", "zh-Hant-HK", "zh-Hant-TW"}
}

// IsEmpty reports whether a variant words nothing.
func (v Variant) IsEmpty() bool {
	return v.Title == "" && v.Subtitle == "" && v.ShortTitle == "" && v.Summary == ""
}

// Variant returns the variant in a language, nil when there is none.
func (a *Article) Variant(language string) *Variant {
	for i := range a.Variants {
		if a.Variants[i].Language == language {
			return &a.Variants[i]
		}
	}
	return nil
}

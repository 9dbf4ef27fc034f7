package demo

import (
	"embed"
	"slices"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

//go:embed articles/*.html
var bodies embed.FS

// article is an article of the sample site. What stands elsewhere is named by
// its slug, and times by how far they are from the loading.
type article struct {
	news.Article

	body    string // the file's name
	section string
	credits []credit
	tags    []string
	age     time.Duration // since published_at; negative: it is scheduled
	embargo time.Duration // until embargo_until; 0 for none
	day     bool          // published_at has the precision of a day
}

type credit struct {
	role   news.CreditRole
	byline string
	name   string // as printed, "" as the byline
}

const day = 24 * time.Hour

// articles are what is read in English, followed by what is read in Chinese.
func articles() []article {
	return slices.Concat(english, chinese)
}

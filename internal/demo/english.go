package demo

import (
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

var (
	mara   = credit{role: "reporter", byline: "mara-ellison"}
	photos = credit{role: "photographer", byline: "mara-ellison", name: "M. Ellison"}
	desk   = credit{role: "editor", byline: "harbour-desk"}
)

var english = []article{
	{
		Article: news.Article{
			Kind: news.KindNews, Title: "Ferry returns to Gull Island after eleven weeks in the yard", Featured: true,
			Summary:  "The Petrel sails again, with a new hull below the waterline and a timetable that holds until autumn.",
			Dateline: &news.Dateline{Place: "LANTERN BAY"},
		},
		body: "ferry", section: "harbour", age: 3 * time.Hour,
		credits: []credit{mara, photos, desk}, tags: []string{"ferry", "Gull Island"},
	},
	{
		Article: news.Article{
			Kind: news.KindBrief, Title: "Council approves night market on the old quay", ShortTitle: "Night market approved",
			Summary: "Sixty stalls, two nights a week, half a year to prove themselves.",
		},
		body: "night-market", section: "news", credits: []credit{desk}, tags: []string{"council", "night market"}, age: 9 * time.Hour,
	},
	{
		Article: news.Article{
			Kind: news.KindAnalysis, Title: "Why a small port orders very large cranes",
			Subtitle: "The new cranes are too wide for every ship that calls here. That may be the point.",
			Summary:  "The order looks like a mistake. It is more likely a bet on the neighbour's bad weather.",
		},
		body: "cranes", section: "harbour", credits: []credit{mara}, tags: []string{"port", "cranes"}, age: 2 * day,
	},
	{
		Article: news.Article{
			Kind: news.KindFeature, Title: "What the tide gauge hears",
			Summary: "A humming box on the breakwater measures the sea to four millimetres, and the town with it.",
			SEO:     &news.SEO{Description: "How a tide gauge tells a rising sea from a sinking quay."},
		},
		body: "tide-gauge", section: "sea-and-science", tags: []string{"tides", "science"}, age: 4 * day,
		credits: []credit{{role: "author", byline: "gu-nan", name: "Gu Nan"}, {role: "translator", byline: "mara-ellison"}, desk},
	},
	{
		Article: news.Article{
			Kind: news.KindInterview, Title: "“It lights itself, but it doesn't wash”",
			Subtitle: "Odile Brandt, the last keeper of Cormorant Point", Summary: "Thirty-one years, 114 steps, and an invitation to dinner.",
		},
		body: "lighthouse", section: "harbour", credits: []credit{mara, photos}, tags: []string{"Cormorant Point"}, age: 6 * day,
	},
	{
		Article: news.Article{
			Kind: news.KindOpinion, Title: "Leave the breakwater to the cormorants",
			Summary: "The harbour office wants to scrape the stones. It should buy some.",
			Rights:  &news.Rights{UsageTerms: "May be reprinted with the author's name."},
		},
		body: "breakwater", section: "harbour", tags: []string{"cormorants", "Cormorant Point"}, age: 8 * day,
		credits: []credit{{role: "author", byline: "mara-ellison"}},
	},
	{
		Article: news.Article{
			Kind: news.KindNotice, Title: "How we correct our mistakes",
			Summary: "What we change in silence, what we mark, and what we take down.",
		},
		body: "corrections", section: "news", age: 40 * day,
		credits: []credit{{role: "responsible_editor", byline: "chen-ruoyu", name: "Chen Ruoyu"}},
	},
	{
		Article: news.Article{
			Kind: news.KindPressRelease, Title: "Port of Lantern Bay: figures for the first half of the year",
			Summary:  "More cargo, more fish, fewer passengers.",
			Dateline: &news.Dateline{Agency: "Port Authority", Place: "LANTERN BAY"},
			Sources:  []news.Source{{Name: "Port Authority of Lantern Bay"}},
		},
		body: "port-figures", section: "harbour", credits: []credit{desk}, tags: []string{"port"}, age: time.Hour, embargo: 2 * day,
	},
}

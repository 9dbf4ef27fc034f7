package demo

import (
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

var editor = credit{role: "responsible_editor", byline: "chen-ruoyu"}

var chinese = []article{
	{
		Article: news.Article{
			Kind: news.KindNews, Language: "zh-Hans", Title: "灯湾六座验潮站联网，水位数据每分钟公开", Featured: true,
			Summary:  "渔民、学校和研究人员可免费使用本市第一个完全开放的海洋观测网。",
			Dateline: &news.Dateline{Agency: "海角通讯社", Place: "灯湾"},
		},
		body: "tide-network", section: "sea-and-science", tags: []string{"潮汐", "海洋站"}, age: 5 * time.Hour,
		credits: []credit{{role: "reporter", byline: "gu-nan"}, {role: "correspondent", byline: "cape-news-agency"}, editor},
	},
	{
		Article: news.Article{
			Kind: news.KindFeature, Language: "zh-Hans", Title: "往上挪四十厘米：一片红树林是怎样回来的",
			Summary: "五年、一公里半、十一只黑脸琵鹭。",
		},
		body: "mangrove", section: "sea-and-science", tags: []string{"红树林", "海岸"}, age: 11 * day,
		credits: []credit{
			{role: "author", byline: "gu-nan"},
			{role: "photographer", byline: "mara-ellison"},
			editor,
			{role: "proofreader", byline: "gu-nan"},
		},
	},
	{
		Article: news.Article{
			Kind: news.KindReprint, Language: "zh-Hant", Title: "漁港的燈", Summary: "從前回港靠的不是燈塔，是各家門口的燈。",
			Sources:  []news.Source{{Name: "海角週刊", URL: "https://weekly.example/harbour-lights"}},
			Original: &news.Original{Title: "今晚亮燈", Author: "沈渡", URL: "https://weekly.example/harbour-lights"},
		},
		body: "harbour-lights", section: "harbour", tags: []string{"漁港"}, age: 20 * day, day: true,
		credits: []credit{{role: "author", byline: "cape-news-agency", name: "沈渡"}, editor, {role: "entry_editor", byline: "harbour-desk"}},
	},
	{
		Article: news.Article{
			Kind: news.KindNotice, Language: "zh-Hans", Title: "灯会本周末在旧码头开放", Summary: "周五至周日每晚六时开放，免费入场。",
		},
		body: "lantern-fair", section: "news", credits: []credit{editor}, tags: []string{"灯会", "night market"}, age: -day,
	},
}

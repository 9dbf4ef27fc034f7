package demo

import "github.com/seed-6f93249c/broadsheet/internal/news"

func fillSite(site *news.Site) {
	site.Name = "Lantern Bay Courier"
	site.URL = "https://lanternbay.example"
	site.Description = "News from a harbour town that does not exist, in English and Chinese."
	site.Language = "en"
	site.TimeZone = "Asia/Shanghai"
	site.Copyright = "The Lantern Bay Courier. Made up from beginning to end."
	site.ContactEmail = "desk@lanternbay.example"
	site.Publisher = &news.Publisher{Name: "Lantern Bay Courier Cooperative", URL: "https://lanternbay.example/about"}
}

type section struct {
	slug, parent, name, description string
}

// sections stand after their parents.
var sections = []section{
	{"news", "", "News", "What happened in Lantern Bay, and what is about to."},
	{"harbour", "news", "Harbour", "Boats, quays, fish, and those who live off them."},
	{"sea-and-science", "news", "海洋与科学", "验潮站、红树林，以及一切可以量的东西。"},
}

var bylines = []news.Byline{
	{
		Slug: "mara-ellison", Name: "Mara Ellison", Kind: news.BylinePerson, JobTitle: "Harbour correspondent",
		Organization: "Lantern Bay Courier", Email: "mara@lanternbay.example",
		Bio: "Has been seasick on every vessel registered in Lantern Bay, and writes about them all the same.",
	},
	{
		Slug: "gu-nan", Name: "顾南", Kind: news.BylinePerson, JobTitle: "科学记者", Organization: "Lantern Bay Courier",
		Bio: "写海，也写岸上的人。",
	},
	{Slug: "chen-ruoyu", Name: "陈若渔", Kind: news.BylinePerson, JobTitle: "责任编辑", Organization: "Lantern Bay Courier"},
	{Slug: "harbour-desk", Name: "Harbour Desk", Kind: news.BylineDesk, Organization: "Lantern Bay Courier"},
	{Slug: "cape-news-agency", Name: "海角通讯社", Kind: news.BylineAgency, URL: "https://cape-news.example"},
}

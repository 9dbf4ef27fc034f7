package news

import "time"

// SiteID is the id of the only row of the site.
const SiteID = "00000000-0000-7000-8000-000000000001"

// Site is what is said once about the whole publication.
type Site struct {
	ID            string `gorm:"primaryKey"`
	Revision      int
	Name          string
	URL           string `gorm:"column:url"`
	Description   string
	Language      string // BCP 47, the default of articles
	TimeZone      string // IANA name, the zone of dates without one
	Copyright     string
	ContactEmail  string
	Publisher     *Publisher     `gorm:"serializer:json"`
	Registrations []Registration `gorm:"serializer:json"`
	CreatedAt     time.Time      `gorm:"autoCreateTime:false"`
	UpdatedAt     time.Time      `gorm:"autoUpdateTime:false"`
}

// TableName names the table of the one site.
func (Site) TableName() string { return "site" }

// Location returns the site's time zone, UTC when the name is unknown here.
func (s *Site) Location() *time.Location {
	zone, err := time.LoadLocation(s.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Publisher is who answers for the site. Its tags name the keys of the JSON
// column.
type Publisher struct {
	Name    string `json:"name,omitempty"`
	URL     string `json:"url,omitempty"`
	LogoURL string `json:"logo_url,omitempty"`
}

// Registration is a filing number that the law wants shown. Its tags name the
// keys of the JSON column.
type Registration struct {
	Kind   string `json:"kind"` // icp, psb, news_license or other
	Number string `json:"number"`
	URL    string `json:"url,omitempty"`
}

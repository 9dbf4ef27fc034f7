package news

// Credit is the tie of one byline to one article, with a role and an order.
type Credit struct {
	ArticleID string `gorm:"primaryKey"`
	Position  int    `gorm:"primaryKey"`
	BylineID  string
	Role      CreditRole
	Name      string // as printed here; "" follows the byline

	Byline *Byline `gorm:"-"`
}

// Printed returns the name as readers see it.
func (c Credit) Printed() string {
	if c.Name == "" && c.Byline != nil {
		return c.Byline.Name
	}
	return c.Name
}

// CreditRole says what a byline did for an article.
type CreditRole string

// CreditRoles lists every role that a credit can have.
func CreditRoles() []CreditRole {
	return []CreditRole{
		"author", "reporter", "correspondent", "photographer", "illustrator",
		"translator", "compiler", "editor", "responsible_editor", "proofreader",
		"reviewer", "entry_editor", "contributor",
	}
}

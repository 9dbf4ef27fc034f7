package api

// PageQuery is what every list takes. Server.page reads it.
type PageQuery struct {
	// How many items a page has.
	Limit int `json:"limit" minimum:"1" maximum:"100" default:"20"`
	// next_cursor or prev_cursor of another page of the same list.
	Cursor string `json:"cursor"`
	// Whether page.total is wanted, which takes a count.
	WithTotal bool `json:"with_total" default:"false"`
	// Top-level fields to keep of every item, with commas between them.
	Fields []string `json:"fields" collectionFormat:"csv"`
}

// ArticleQuery filters and sorts a list of articles. A parameter that is
// repeated means any of its values; different parameters mean all of them.
// articleFilter reads it.
type ArticleQuery struct {
	// Words and "phrases" that all must be in the title, subtitle, summary, body, sources or the names of bylines, sections and tags;
	// with - before one that must not, with title:, byline:, section: or tag: before one that must be there.
	Q string `json:"q" maxLength:"300"`
	// Ids or slugs of sections; their descendants count too.
	Section []string `json:"section"`
	// self leaves the descendants of section out.
	SectionScope string `json:"section_scope" enums:"subtree,self" default:"subtree"`
	// Ids or slugs of bylines that are credited.
	Byline []string `json:"byline"`
	// Roles that somebody is credited in; with byline, that one.
	Role []string `json:"role" enums:"author,reporter,correspondent,photographer,illustrator,translator,compiler,editor,responsible_editor,proofreader,reviewer,entry_editor,contributor"`
	// Ids or slugs of tags.
	Tag []string `json:"tag"`
	// Names of sources.
	Source []string `json:"source"`
	// Kinds of article.
	Kind []string `json:"kind" enums:"news,feature,opinion,analysis,interview,brief,notice,press_release,reprint"`
	// Language tags (BCP 47).
	Language []string `json:"language"`
	// Whether the article is featured.
	Featured bool `json:"featured"`
	// The first published_at that counts.
	PublishedFrom string `json:"published_from" format:"date-time"`
	// The first published_at that no longer counts.
	PublishedTo string `json:"published_to" format:"date-time"`
	// Leaves out what has neither changed nor become visible since.
	UpdatedSince string `json:"updated_since" format:"date-time"`
	// Whether the article has corrections.
	HasCorrections bool `json:"has_corrections"`
	// For signed-in users: statuses as they are shown; any is all but trashed. Without it only what is public is listed.
	Status []string `json:"status" enums:"draft,in_review,scheduled,published,withdrawn,trashed,any"`
	// For signed-in users: ids of the users who created the article.
	CreatedBy []string `json:"created_by" format:"uuid"`
	// For signed-in users: ids in the system that the article came from.
	ExternalID []string `json:"external_id"`
	// The order; - means downwards. -created_at is for signed-in users.
	Sort string `json:"sort" enums:"-published_at,published_at,-updated_at,updated_at,title,-created_at" default:"-published_at"`
}

// SectionQuery says which part of the section tree is wanted. sectionPart reads
// it.
type SectionQuery struct {
	// Id or slug of a section: this one and what is under it.
	Root string `json:"root"`
	// How many levels, the first being that of root, or of the roots.
	MaxDepth int `json:"max_depth" minimum:"1" maximum:"8"`
}

// BylineQuery filters a list of bylines. listBylines reads it.
type BylineQuery struct {
	// Kinds of byline.
	Kind []string `json:"kind" enums:"person,organization,desk,agency"`
	// Organisations, as they are written.
	Organization []string `json:"organization"`
	// A part of the name or the sort name, in any case and width.
	Q string `json:"q"`
}

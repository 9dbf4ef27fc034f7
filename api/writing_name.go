package api

// section writes a section.
func (w *writing) section(shown *Section) {
	w.changed = false
	w.names("", &shown.Name, shown.Description)
	for i := range shown.Breadcrumbs {
		w.names("", &shown.Breadcrumbs[i].Name)
	}
	if shown.SEO != nil {
		w.names("", shown.SEO.Title, shown.SEO.Description)
	}
	shown.Converted = w.changed
}

// byline writes a byline. Its sort name is a key, and stays.
func (w *writing) byline(shown *Byline) {
	w.changed = false
	w.names("", &shown.Name, shown.JobTitle, shown.Organization, shown.Bio)
	shown.Converted = w.changed
}

// tag writes a tag.
func (w *writing) tag(shown *Tag) {
	w.changed = false
	w.names("", &shown.Name)
	shown.Converted = w.changed
}

// ofSite writes the site, which is in its own language. Filing numbers stay.
func (w *writing) ofSite(shown *Site) {
	in := w.from(shown.Language)
	convert(in, &shown.Name, shown.Description, shown.Copyright)
	if shown.Publisher != nil {
		convert(in, shown.Publisher.Name)
	}
	shown.Converted = in != nil
	w.language = shown.Language
	if in != nil {
		w.language = w.to.Tag()
	}
}

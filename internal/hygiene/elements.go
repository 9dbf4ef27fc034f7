package hygiene

// What the elements of the body, and what was taken out of it, say.

func htmlRemoved(c *checker) {
	c.warnOf("/body", "Elements, attributes or comments that a body may not have were removed.", c.Removed)
}

func emptyParagraphs(c *checker) {
	c.warnOf("/body", "Paragraphs, headings or list items are empty.", c.body.empty)
}

// missingAlt leaves alone what has an empty alt: that is how HTML marks images
// that say nothing.
func missingAlt(c *checker) {
	const detail = "An image has no alternative text."
	if lead := c.Article.LeadImage; lead != nil && isInvisible(lead.Alt) {
		c.warn(detail, passage{pointer: "/lead_image/alt", text: lead.URL}, 0)
	}
	for _, image := range c.body.images {
		if !image.hasAlt {
			c.warn(detail, passage{pointer: "/body", text: image.address}, 0)
		}
	}
}

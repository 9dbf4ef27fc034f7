package hygiene

import "fmt"

// What the elements of the body, and what was taken out of it, say.

// htmlRemoved says how much the body lost and, where it is known as it was
// sent, what.
func htmlRemoved(c *checker) {
	if c.Removed == 0 {
		return
	}
	detail := fmt.Sprintf("%d elements, attributes or comments that a body may not have were removed.", c.Removed)
	if c.Removed == 1 {
		detail = "1 element, attribute or comment that a body may not have was removed."
	}
	c.warnOf("/body", detail, c.Removed)
	c.warnings[len(c.warnings)-1].Excerpt = excerptOf(lost(c.Sent, c.Article.Body), 0)
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

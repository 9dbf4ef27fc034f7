package api_test

import (
	"maps"
	"net/http"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// object is a JSON object that a test sends.
type object = map[string]any

func (n *newsroom) section(t *testing.T, name string, parent *news.Section) *news.Section {
	t.Helper()
	written, err := n.service.CreateSection(t.Context(), news.System(), func(s *news.Section) error {
		s.Name = name
		if parent != nil {
			s.ParentID = &parent.ID
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return written.Row
}

func (n *newsroom) byline(t *testing.T, name string) *news.Byline {
	t.Helper()
	written, err := n.service.CreateByline(t.Context(), news.System(), func(b *news.Byline) error {
		b.Name = name
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return written.Row
}

// draft makes a draft as an editor, and returns its address. Title and body are
// there also when the input does not give them.
func (n *newsroom) draft(t *testing.T, input object) string {
	t.Helper()
	whole := object{"title": "A title", "body": "<p>Text</p>"}
	maps.Copy(whole, input)
	return n.do(t, "POST", "/v1/articles", n.as(t, news.RoleEditor), whole).want(t, http.StatusCreated).header.Get("Location")
}

// published is draft, and publishes it as of now.
func (n *newsroom) published(t *testing.T, input object) string {
	t.Helper()
	address := n.draft(t, input)
	n.move(t, address, "publish", nil).want(t, http.StatusOK)
	return address
}

// move makes a move of the workflow as an editor.
func (n *newsroom) move(t *testing.T, address, move string, body any) *response {
	t.Helper()
	return n.do(t, "POST", address+"/"+move, n.as(t, news.RoleEditor), body)
}

// patch changes what is at an address as an editor, whatever its revision.
func (n *newsroom) patch(t *testing.T, address string, change any) *response {
	t.Helper()
	return n.do(t, "PATCH", address, n.as(t, news.RoleEditor), change, "If-Match", "*")
}

// get reads without a token.
func (n *newsroom) get(t *testing.T, path string, headers ...string) *response {
	t.Helper()
	return n.do(t, "GET", path, "", nil, headers...)
}

// see reads as a signed-in reader.
func (n *newsroom) see(t *testing.T, path string, headers ...string) *response {
	t.Helper()
	return n.do(t, "GET", path, n.as(t, news.RoleReader), nil, headers...)
}

package api_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// Writes of a working copy warn as those of an article do; what is read warns
// of what is gone alone, and so does the ETag.
func TestWritesOfAWorkingCopyWarn(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		editor, byline := n.as(t, news.RoleEditor), n.byline(t, "Gone").ID
		address, copied := n.copied(t, nil)
		empty, gone, removed := "empty-paragraph /body", "deleted-reference /credits/0", "html-removed /body"
		changed := n.patch(t, copied, object{
			"body": "<p>New</p><p></p><script>x</script>", "credits": []object{{"byline_id": byline, "role": "author"}},
		}).warnsOf(t, removed, empty)
		n.see(t, copied).warnsOf(t).head(t, "ETag", changed.header.Get("ETag"))
		n.do(t, "PATCH", copied, editor, string(changed.body), "If-Match", changed.header.Get("ETag")).warnsOf(t, empty).
			head(t, "ETag", changed.header.Get("ETag"))
		n.do(t, "DELETE", "/v1/bylines/"+byline, editor, nil, "If-Match", "*").want(t, http.StatusNoContent)
		n.see(t, copied).warnsOf(t, gone)
		scheduled := n.publishCopy(t, copied, object{"at": "2025-07-11T13:00:00Z"}).want(t, http.StatusAccepted)
		if got := scheduled.codesOf(t); !slices.Equal(got, []string{gone, empty}) {
			t.Errorf("scheduling warns of %q", got)
		}
		n.see(t, copied).head(t, "ETag", scheduled.header.Get("ETag"))
		n.publishCopy(t, copied, nil).warnsOf(t, gone, empty).has(t, "/credits", []any{})
		n.see(t, address+"/checks").warnsOf(t, empty)
	})
}

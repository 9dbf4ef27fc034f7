package api_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/seed-6f93249c/broadsheet/internal/hygiene/attacks"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// hostileAddresses are the attacks as they are and what their attributes hold,
// but for addresses of the web and of the site.
func hostileAddresses() []string {
	harmless := regexp.MustCompile(`^(?i:https?://[^/?#\\\s]|/[^/\\]|/?$)`)
	var found []string
	for _, attack := range attacks.Sendable() {
		found = append(found, attack)
		tokenizer := html.NewTokenizer(strings.NewReader(attack))
		for tokenizer.Next() != html.ErrorToken {
			for _, attribute := range tokenizer.Token().Attr {
				found = append(found, attribute.Val)
			}
		}
	}
	slices.Sort(found)
	return slices.DeleteFunc(slices.Compact(found), func(address string) bool {
		return harmless.MatchString(address) || strings.ContainsRune(address, 0)
	})
}

// TestHostileAddressesAreRefused sends them to every field that holds an
// address, all at once: each is named.
func TestHostileAddressesAreRefused(t *testing.T) {
	addresses := hostileAddresses()
	if len(addresses) < 428 {
		t.Fatalf("%d addresses", len(addresses))
	}
	each(t, func(t *testing.T, n *newsroom) {
		admin, article := n.as(t, news.RoleAdmin), n.draft(t, nil)
		section, byline := "/v1/sections/"+n.section(t, "S", nil).ID, "/v1/bylines/"+n.byline(t, "B").ID
		for _, address := range addresses {
			for path, input := range map[string]object{
				article: {
					"sources": []object{{"name": "S", "url": address}}, "original": object{"url": address}, "lead_image": object{"url": address},
					"seo": object{"canonical_url": address}, "legacy": object{"url": address},
				},
				section:    {"seo": object{"canonical_url": address}},
				byline:     {"image_url": address, "url": address, "same_as": []string{address}},
				"/v1/site": {"url": address, "publisher": object{"url": address, "logo_url": address}, "registrations": []object{{"kind": "icp", "number": "1", "url": address}}},
			} {
				refused := n.do(t, "PATCH", path, admin, input, "If-Match", "*").problem(t, http.StatusUnprocessableEntity, "validation")
				if got := len(places(t, refused)); got != addressesIn(input) {
					t.Errorf("%q: of %d fields %v are refused", address, addressesIn(input), places(t, refused))
				}
			}
		}
		t.Logf("%d addresses refused in 13 fields", len(addresses))
	})
}

// addressesIn counts the fields of an input that hold addresses.
func addressesIn(value any) int {
	count := 0
	switch value := value.(type) {
	case object:
		for name, inner := range value {
			if strings.HasSuffix(name, "url") {
				count++
				continue
			}
			count += addressesIn(inner)
		}
	case []object:
		for _, inner := range value {
			count += addressesIn(inner)
		}
	case []string:
		count += len(value)
	}
	return count
}

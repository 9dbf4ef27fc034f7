package api_test

import (
	"maps"
	"net/http"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func (n *newsroom) setTimeZone(t *testing.T, zone string) {
	t.Helper()
	n.do(t, "PATCH", "/v1/site", n.as(t, news.RoleAdmin), object{"time_zone": zone}, "If-Match", "*").want(t, http.StatusOK)
}

// With the precision of a day the date is that of the site's zone when it was
// set, whatever the zone becomes.
func TestPublishedDate(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		n.setTimeZone(t, "Asia/Shanghai")
		address := n.draft(t, object{
			"section_id":   n.section(t, "Desk", nil).ID,
			"published_at": "2025-07-11T00:00:00+08:00", "published_precision": "day",
		})
		isOf := func(r *response, at, precision string, date any) {
			t.Helper()
			r.want(t, http.StatusOK)
			r.has(t, "/published_at", at)
			r.has(t, "/published_precision", precision)
			r.has(t, "/published_date", date)
		}
		const midnight = "2025-07-10T16:00:00Z"
		isOf(n.see(t, address), midnight, "day", "2025-07-11")
		isOf(n.move(t, address, "publish", nil), midnight, "day", "2025-07-11")
		isOf(n.get(t, address), midnight, "day", "2025-07-11")
		n.setTimeZone(t, "America/New_York")
		n.get(t, address).has(t, "/published_date", "2025-07-11")
		n.get(t, "/v1/articles").has(t, "/data/0/published_date", "2025-07-11")
		isOf(n.patch(t, address, object{"title": "New"}), midnight, "day", "2025-07-11")
		isOf(n.patch(t, address, object{"published_at": midnight, "published_date": "2025-07-11"}), midnight, "day", "2025-07-11")
		n.patch(t, address, object{"published_date": "2025-07-12"}).problem(t, http.StatusUnprocessableEntity, "validation")
		isOf(n.patch(t, address, object{"published_precision": "minute"}), midnight, "minute", nil)
		n.patch(t, address, object{"published_precision": "day"}).problem(t, http.StatusUnprocessableEntity, "validation").
			has(t, "/errors/0/pointer", "/published_at")
		isOf(n.patch(t, address, object{"published_at": "2025-07-10T04:00:00Z", "published_precision": "day"}), "2025-07-10T04:00:00Z", "day", "2025-07-10")
		isOf(n.patch(t, address, object{"published_at": "2025-01-10T05:00:00Z"}), "2025-01-10T05:00:00Z", "day", "2025-01-10")
		n.patch(t, address, object{"published_at": "2025-01-10T04:00:00Z"}).problem(t, http.StatusUnprocessableEntity, "validation")
	})
}

func TestPrecisions(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		section := n.section(t, "Desk", nil).ID
		for _, c := range []struct {
			stored           object
			publish          any
			status           int
			at, precision    string
			date, firstShown any
		}{
			{nil, nil, 200, "2025-07-11T12:00:00Z", "second", nil, "2025-07-11T12:00:00Z"},
			{nil, object{"published_at": nil}, 200, "2025-07-11T12:00:00Z", "second", nil, "2025-07-11T12:00:00Z"},
			{nil, object{"published_precision": "minute"}, 200, "2025-07-11T12:00:00Z", "minute", nil, "2025-07-11T12:00:00Z"},
			{nil, object{"published_precision": "day"}, 422, "", "", nil, nil},
			{object{"published_precision": "day"}, nil, 200, "2025-07-11T12:00:00Z", "second", nil, "2025-07-11T12:00:00Z"},
			{object{"published_at": "2001-02-03T00:00:00Z"}, object{"published_precision": "day"}, 200, "2001-02-03T00:00:00Z", "day", "2001-02-03", "2025-07-11T12:00:00Z"},
			{object{"published_at": "2001-02-03T00:00:00Z", "published_precision": "day"}, object{"published_at": "0001-01-01T00:00:00.1234567Z"}, 200, "0001-01-01T00:00:00.123456Z", "second", nil, "2025-07-11T12:00:00Z"},
			{nil, object{"published_at": "9999-12-31T00:00:00Z", "published_precision": "day"}, 200, "9999-12-31T00:00:00Z", "day", "9999-12-31", "9999-12-31T00:00:00Z"},
			{nil, object{"published_at": "2025-07-12T12:00:00Z", "published_precision": "day"}, 422, "", "", nil, nil},
		} {
			input := object{"section_id": section}
			maps.Copy(input, c.stored)
			r := n.move(t, n.draft(t, input), "publish", c.publish).want(t, c.status)
			if c.status != http.StatusOK {
				continue
			}
			for pointer, want := range (object{
				"/published_at": c.at, "/published_precision": c.precision, "/published_date": c.date, "/first_published_at": c.firstShown,
			}) {
				r.has(t, pointer, want)
			}
		}
	})
}

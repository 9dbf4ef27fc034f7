package store

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

func TestPayloads(t *testing.T) {
	node := news.NewID()
	for _, count := range []int{0, 1, 5, 300, 1000} {
		groups := make([]news.Group, count)
		for i := range groups {
			groups[i] = news.Group(strings.Repeat("g", 26) + fmt.Sprintf("%06d", i))
		}
		var got []news.Group
		for _, payload := range payloads(node, groups) {
			from, some, all := readPayload(payload)
			if len(payload) >= 8000 || from != node || all {
				t.Errorf("of %d: %d bytes from %s, all %t", count, len(payload), from, all)
			}
			got = append(got, some...)
		}
		if len(got) != count || (count > 0 && !reflect.DeepEqual(got, groups)) {
			t.Errorf("%d groups come as %d", count, len(got))
		}
	}
	many := payloads(node, make([]news.Group, 1001))
	if _, groups, all := readPayload(many[0]); len(many) != 1 || !all || groups != nil {
		t.Errorf("very many groups come as %q", many)
	}
}

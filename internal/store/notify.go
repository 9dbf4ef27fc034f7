package store

import (
	"context"
	"strings"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

const (
	// channel is where nodes on one Postgres tell each other what went stale.
	channel = "broadsheet_stale"
	// everything stands for all groups.
	everything = "*"
)

// Notify tells the other nodes on the database which groups are stale, once the
// transaction is kept. On SQLite there are none that could be told.
func (s *Store) Notify(ctx context.Context, groups []news.Group) error {
	if s.dialect.notify == "" {
		return nil
	}
	if s.tx != nil && len(groups) > 0 {
		s.tx.outdates = true
	}
	for _, payload := range payloads(s.node, groups) {
		if err := s.write.WithContext(ctx).Exec(s.dialect.notify, channel, payload).Error; err != nil {
			return translate(err)
		}
	}
	return nil
}

// payloads writes the name of a node and groups, with spaces between them, into
// as few texts as Postgres takes: they must be shorter than 8,000 bytes. Of very
// many groups it says that everything is stale.
func payloads(node string, groups []news.Group) []string {
	const most, longest = 1000, 7900
	if len(groups) > most {
		return []string{node + " " + everything}
	}
	var all []string
	text := node
	for _, group := range groups {
		if len(text)+1+len(group) > longest {
			all, text = append(all, text), node
		}
		text += " " + string(group)
	}
	if text == node {
		return all
	}
	return append(all, text)
}

// readPayload is the reverse of payloads. all says that everything is stale.
func readPayload(payload string) (node string, groups []news.Group, all bool) {
	node, rest, _ := strings.Cut(payload, " ")
	if rest == everything {
		return node, nil, true
	}
	for name := range strings.FieldsSeq(rest) {
		groups = append(groups, news.Group(name))
	}
	return node, groups, false
}

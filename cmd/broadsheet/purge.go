package main

import "github.com/seed-6f93249c/broadsheet/internal/purge"

// newPurge returns nil where the settings name nobody.
func (s *server) newPurge() *purge.Hook {
	if s.settings.PurgeURL == "" {
		return nil
	}
	return purge.New(purge.Settings{
		URL: s.settings.PurgeURL, Token: s.settings.PurgeToken, Style: purge.Style(s.settings.PurgeStyle),
	})
}

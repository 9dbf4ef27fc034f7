package main

import (
	"context"
	"time"
)

// tidyTime is how often the server looks for what is too old to keep.
const tidyTime = 10 * time.Minute

// tidy removes from time to time what is too old to keep, until ctx ends.
func (s *server) tidy(ctx context.Context) {
	ticker := time.NewTicker(tidyTime)
	defer ticker.Stop()
	for {
		if err := s.service.ForgetAnswers(ctx); err != nil && ctx.Err() == nil {
			s.logger.Warn("old answers could not be removed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

package api

import (
	"context"
	"strings"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// bearer returns who the Authorization headers of a request stand for: exactly
// one, with one bearer token (RFC 6750, 2.1; schemes in any case, RFC 9110,
// 11.1). from says where the request comes from.
func (s *Server) bearer(ctx context.Context, from news.Actor, headers []string) (news.Actor, error) {
	if len(headers) != 1 {
		return news.Actor{}, news.Errorf(news.Unauthenticated, "invalid-token", "send one Authorization header")
	}
	scheme, rest, _ := strings.Cut(headers[0], " ")
	token := strings.TrimLeft(rest, " ")
	if !strings.EqualFold(scheme, "bearer") || token == "" {
		return news.Actor{}, news.Errorf(news.Unauthenticated, "invalid-token", "send Authorization: Bearer and one token")
	}
	return s.service.Authenticate(ctx, from, token)
}

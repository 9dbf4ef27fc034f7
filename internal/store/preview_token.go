package store

import (
	"context"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

const nounPreviewToken news.Noun = "preview token"

// PreviewToken reads one preview token of an article by its id.
func (s *Store) PreviewToken(ctx context.Context, articleID, id string) (*news.PreviewToken, error) {
	token := &news.PreviewToken{}
	err := s.read.WithContext(ctx).Where("article_id = ? AND id = ?", articleID, id).Take(token).Error
	return token, missing(err, nounPreviewToken)
}

// PreviewTokens reads a page of the preview tokens of an article that have not
// expired by now, the newest first.
func (s *Store) PreviewTokens(
	ctx context.Context, articleID string, now time.Time, page news.Page,
) (news.List[news.PreviewToken], error) {
	query := s.read.WithContext(ctx).Model(&news.PreviewToken{}).Where("article_id = ? AND expires_at > ?", articleID, now)
	count, err := total(query, page)
	if err != nil {
		return news.List[news.PreviewToken]{}, err
	}
	list, err := keyset(query, order{table: "preview_tokens", column: "created_at", desc: true, isTime: true}, page,
		func(t *news.PreviewToken) (string, string) { return timeKey(t.CreatedAt), t.ID })
	list.Total = count
	return list, err
}

// InsertPreviewToken writes a new preview token, and removes those of its
// article that have expired by its making.
func (s *Store) InsertPreviewToken(ctx context.Context, token *news.PreviewToken) error {
	db := s.write.WithContext(ctx)
	expired := db.Where("article_id = ? AND expires_at <= ?", token.ArticleID, token.CreatedAt).Delete(&news.PreviewToken{})
	return translate(firstError(expired.Error, db.Create(token).Error))
}

// DeletePreviewToken removes a preview token.
func (s *Store) DeletePreviewToken(ctx context.Context, id string) error {
	return translate(s.write.WithContext(ctx).Where("id = ?", id).Delete(&news.PreviewToken{}).Error)
}

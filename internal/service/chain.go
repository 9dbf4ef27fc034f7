package service

import (
	"context"
	"sync"

	"github.com/seed-6f93249c/broadsheet/internal/chain"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// record writes the revision of an article as it now is, after the one before.
// Where that is missing the newsroom goes on, and verification tells.
func (w *articleWrite) record(ctx context.Context, deed news.Deed, article *news.Article) error {
	previous := chain.Start(article.ID)
	if article.Revision > 1 {
		var err error
		previous, err = w.tx.RevisionHash(ctx, article.ID, article.Revision-1)
		if err != nil && !unknown(err) {
			return err
		}
	}
	content, err := chain.Encode(article)
	if err != nil {
		return err
	}
	revision := &news.Revision{
		ArticleID: article.ID, Number: article.Revision, Deed: deed, At: w.now, UserID: by(w.actor),
		ChangeNote: w.actor.ChangeNote, Content: content, PreviousHash: previous,
	}
	if revision.Hash, err = chain.Hash(revision); err != nil {
		return err
	}
	if err := w.sign(ctx, w.tx, revision); err != nil {
		return err
	}
	w.log.note(deed, news.NounArticle, article.ID)
	return w.tx.InsertRevision(ctx, revision)
}

// sign signs a revision with the key of the day, whose public half is kept.
// Without a keyring it stays unsigned.
func (s *Service) sign(ctx context.Context, tx *store.Store, revision *news.Revision) error {
	ring := s.issuer.Keyring
	if ring == nil {
		return nil
	}
	revision.KeyID, revision.Signature = ring.Sign(chain.Message(revision.Hash))
	if s.kept.has(revision.KeyID) {
		return nil
	}
	if err := tx.SaveSigningKeys(ctx, s.endorsed()); err != nil {
		return err
	}
	tx.AfterCommit(func() { s.kept.add(revision.KeyID) })
	return nil
}

// endorsed returns the public keys of the keyring, endorsed by the key that
// signs.
func (s *Service) endorsed() []news.SigningKey {
	var rows []news.SigningKey
	for _, key := range s.issuer.Keyring.JWKS().Keys {
		row := news.SigningKey{ID: key.KeyID, PublicKey: key.X, CreatedAt: s.now()}
		row.EndorsedBy, row.Endorsement = s.issuer.Keyring.Sign(chain.Endorsing(row))
		rows = append(rows, row)
	}
	return rows
}

// keptKeys are the ids of the keys that signed here and whose public keys are
// in the database.
type keptKeys struct{ ids sync.Map }

func (k *keptKeys) has(id string) bool {
	_, known := k.ids.Load(id)
	return known
}

func (k *keptKeys) add(id string) { k.ids.Store(id, true) }

package service

import (
	"context"

	"github.com/seed-6f93249c/broadsheet/internal/chain"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// chainWalk follows the revisions of one article.
type chainWalk struct {
	*verification
	number   int    // of the revision that was looked at last
	previous string // its hash
}

// chain returns what is wrong with the revision at number, or "".
func (w *chainWalk) chain(ctx context.Context, row *news.Article) (what string, err error) {
	const revisions = 10
	var newest news.Revision
	for {
		some, err := w.store.RevisionsAfter(ctx, row.ID, w.number, revisions)
		if err != nil {
			return "", err
		}
		for i := range some {
			if what, err := w.revision(&some[i]); what != "" || err != nil {
				return what, err
			}
			newest = some[i]
		}
		if len(some) < revisions {
			return w.row(row, newest.Content), nil
		}
	}
}

// revision returns what is wrong with the next revision, or "".
func (w *chainWalk) revision(r *news.Revision) (what string, err error) {
	if w.number++; r.Number != w.number {
		return "is missing", nil
	}
	w.found.Revisions++
	hash, err := chain.Hash(r)
	if err != nil {
		return "", err
	}
	switch {
	case r.PreviousHash != w.previous:
		return "does not follow from the one before it", nil
	case r.Hash != hash:
		return "was altered: its content or metadata are not what was hashed", nil
	case w.known.ArticleID == r.ArticleID && w.known.Number == r.Number && w.known.Hash != hash:
		return "is another than in the checkpoint", nil
	}
	w.previous = hash
	return w.signature(r), nil
}

func (w *chainWalk) signature(r *news.Revision) string {
	unsigned := r.KeyID == "" && r.Signature == ""
	switch {
	case unsigned && len(w.keys) == 0:
		w.found.Unsigned++
		return ""
	case unsigned:
		return "is not signed"
	case w.keys[r.KeyID] == nil:
		return "is signed by a key that is not ours: " + r.KeyID
	case !w.keys.Signed(r.KeyID, r.Signature, chain.Message(r.Hash)):
		return "has a signature that is not good"
	default:
		return ""
	}
}

// row returns what is wrong with an article beside the content of its newest
// revision, or "".
func (w *chainWalk) row(row *news.Article, newest string) string {
	switch {
	case w.number == 0:
		w.number = row.Revision
		return "is missing: the article has no revisions"
	case row.Revision > w.number:
		w.number++
		return "is missing: the article is at a later revision"
	case !chain.Same(newest, row):
		return "is the newest, and the article was altered since"
	default:
		return ""
	}
}

package service

import (
	"context"
	"iter"

	"github.com/seed-6f93249c/broadsheet/internal/chain"
	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/store"
)

// Head is the newest revision of an article, as checkpoints keep it.
type Head struct {
	ArticleID string
	Number    int
	Hash      string
}

// VerifyOptions tune a verification. The zero value is good.
type VerifyOptions struct {
	// Known are the heads of an earlier time, in the order of their article ids:
	// they must still be there.
	Known iter.Seq2[Head, error]
	// Head, if not nil, is given the head of every article, in the order of ids.
	Head func(Head) error
	// Progress, if not nil, is told how many articles of how many are done.
	Progress func(done, total int64)
}

// Fault is a revision that is not as it was written, or an article that is not
// as its newest one says. Number is 0 where it is about the whole article.
type Fault struct {
	ArticleID string
	Number    int
	What      string
}

// Verified is what a verification found: of each article the first fault, and
// of those no more than MaxFaults.
type Verified struct {
	Articles, Revisions, Unsigned int64
	// Purged are the ids of articles that the known heads have, and that were
	// purged since, as the audit log says.
	Purged []string
	Faults []Fault
}

// MaxFaults is how many faults a verification looks for.
const MaxFaults = 20

// Verify walks the chains of all articles and reports what was altered, removed
// or added behind the API's back. Signatures must be by keys of the keyring, or
// that these vouch for; without any key unsigned revisions are counted and
// taken. It holds a few articles in memory at a time.
func (s *Service) Verify(ctx context.Context, options VerifyOptions) (Verified, error) {
	v := &verification{options: options, keys: chain.Keys{}}
	for _, key := range s.JWKS().Keys {
		v.keys.Add(key.KeyID, key.X)
	}
	if options.Known == nil {
		options.Known = func(func(Head, error) bool) {}
	}
	next, stop := iter.Pull2(options.Known)
	defer stop()
	v.next = next
	total, err := s.store.CountArticles(ctx)
	if err != nil {
		return Verified{}, err
	}
	if err := v.advance(); err != nil {
		return Verified{}, err
	}
	for more, after := true, ""; more && !v.full(); {
		err := s.store.Snapshot(ctx, func(snapshot *store.Store) error {
			v.store = snapshot
			after, more, err = v.page(ctx, after)
			return err
		})
		if err != nil {
			return Verified{}, err
		}
		if options.Progress != nil {
			options.Progress(v.found.Articles, max(total, v.found.Articles))
		}
	}
	return v.found, v.finish(ctx, s.store)
}

// verification is one run of Verify.
type verification struct {
	options VerifyOptions
	keys    chain.Keys
	store   *store.Store // as of one moment
	next    func() (Head, error, bool)
	known   Head // the earlier head that is next; without an id there is none left
	found   Verified
}

func (v *verification) full() bool { return len(v.found.Faults) >= MaxFaults }

func (v *verification) fault(articleID string, number int, what string) {
	v.found.Faults = append(v.found.Faults, Fault{ArticleID: articleID, Number: number, What: what})
}

// page verifies some articles after an id, and tells the last one's and whether
// there may be more.
func (v *verification) page(ctx context.Context, after string) (last string, more bool, err error) {
	const articles = 10
	if err := v.trust(ctx); err != nil {
		return "", false, err
	}
	rows, err := v.store.ArticlesAfter(ctx, after, articles)
	if err != nil {
		return "", false, err
	}
	for i := range rows {
		if err := v.article(ctx, &rows[i]); err != nil || v.full() {
			return "", false, err
		}
		after = rows[i].ID
	}
	return after, len(rows) == articles, nil
}

// trust learns the keys that are kept by now.
func (v *verification) trust(ctx context.Context) error {
	kept, err := v.store.SigningKeys(ctx)
	if err != nil {
		return err
	}
	v.keys.Trust(kept)
	return nil
}

// finish looks for what has no article: earlier heads and stray revisions.
func (v *verification) finish(ctx context.Context, from *store.Store) error {
	if v.full() {
		return nil
	}
	v.store = from
	for v.known.ArticleID != "" {
		if err := v.gone(ctx); err != nil {
			return err
		}
	}
	stray, there, err := from.StrayRevision(ctx)
	if there {
		v.fault(stray.ArticleID, stray.Number, "belongs to an article that is not there")
	}
	return err
}

// advance reads the next earlier head.
func (v *verification) advance() error {
	head, err, there := v.next()
	if !there {
		head = Head{}
	}
	v.known = head
	return err
}

// gone tells of an earlier head whose article is not there, and goes on.
func (v *verification) gone(ctx context.Context) error {
	purged, err := v.store.Purged(ctx, v.known.ArticleID)
	switch {
	case err != nil:
		return err
	case purged:
		v.found.Purged = append(v.found.Purged, v.known.ArticleID)
	default:
		v.fault(v.known.ArticleID, v.known.Number, "was in the checkpoint and is not there, nor was the article purged")
	}
	return v.advance()
}

// article verifies one article and its chain.
func (v *verification) article(ctx context.Context, row *news.Article) error {
	for v.known.ArticleID != "" && v.known.ArticleID < row.ID {
		if err := v.gone(ctx); err != nil {
			return err
		}
	}
	walk := chainWalk{verification: v, previous: chain.Start(row.ID)}
	what, err := walk.chain(ctx, row)
	if err != nil {
		return err
	}
	v.found.Articles++
	if v.known.ArticleID == row.ID {
		if what == "" && walk.number < v.known.Number {
			walk.number, what = v.known.Number, "was in the checkpoint and is not there"
		}
		if err := v.advance(); err != nil {
			return err
		}
	}
	if what != "" {
		v.fault(row.ID, walk.number, what)
	}
	if what != "" || v.options.Head == nil {
		return nil
	}
	return v.options.Head(Head{ArticleID: row.ID, Number: walk.number, Hash: walk.previous})
}

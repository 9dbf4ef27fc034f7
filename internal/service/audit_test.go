package service_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// audited tells the newest entries of the audit log that a filter leaves, the
// newest first, as "deed noun".
func (n *newsroom) audited(filter news.AuditFilter) string {
	n.t.Helper()
	list, err := n.Audit(n.ctx, admin, filter, news.Page{Limit: 100})
	var deeds []string
	for _, e := range must(n.t, list, err).Items {
		deeds = append(deeds, string(e.Deed)+" "+string(e.Noun))
	}
	return strings.Join(deeds, ", ")
}

func TestTheAuditLogIsFiltered(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		start := n.clock
		section := n.section("S", nil)
		n.pass(time.Minute)
		article := n.draft("A", section, tags("one"))
		n.pass(time.Minute)
		n.publish(article)
		minute, later := start.Add(time.Minute), start.Add(2*time.Minute)
		for name, tt := range map[string]struct {
			filter news.AuditFilter
			want   string
		}{
			"all":      {news.AuditFilter{}, "publish article, create article, create tag, create section"},
			"user":     {news.AuditFilter{Users: []string{author.UserID}}, "create article, create tag"},
			"users":    {news.AuditFilter{Users: []string{author.UserID, editor.UserID}, Nouns: []news.Noun{news.NounArticle}}, "publish article, create article"},
			"deed":     {news.AuditFilter{Deeds: []news.Deed{news.DeedCreate}}, "create article, create tag, create section"},
			"noun":     {news.AuditFilter{Nouns: []news.Noun{news.NounSection, news.NounTag}}, "create tag, create section"},
			"resource": {news.AuditFilter{Resources: []string{section.ID}}, "create section"},
			"from":     {news.AuditFilter{From: &minute}, "publish article, create article, create tag"},
			"to":       {news.AuditFilter{To: &minute}, "create section"},
			"between":  {news.AuditFilter{From: &minute, To: &later}, "create article, create tag"},
			"nobody":   {news.AuditFilter{Users: []string{reader.UserID}}, ""},
		} {
			if got := n.audited(tt.filter); got != tt.want {
				t.Errorf("%s: %s, want %s", name, got, tt.want)
			}
		}
	})
}

func TestOnlyAdminsReadTheAuditLog(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for _, actor := range []news.Actor{anonymous, reader, author, editor} {
			if _, err := n.Audit(n.ctx, actor, news.AuditFilter{}, news.Page{Limit: 1}); err == nil {
				t.Errorf("%q reads the audit log", actor.Role)
			}
		}
	})
}

func TestWhatChangesNothingAndWhatFailsIsNoDeed(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		article, byline := n.draft("A", nil), n.byline("B")
		before := n.audited(news.AuditFilter{})
		n.retitle(editor, article.ID, "A")
		_, err := n.UpdateByline(n.ctx, editor, byline.ID, func(*news.Byline) error { return nil })
		must(t, article, err)
		_, err = n.UpdateSite(n.ctx, admin, func(*news.Site) error { return nil })
		must(t, article, err)
		if _, err := n.Publish(n.ctx, reader, article.ID, nil); err == nil {
			t.Error("a reader publishes")
		}
		if _, err := n.Move(n.ctx, editor, news.MoveRestore, article.ID, pass); err == nil {
			t.Error("a draft is restored")
		}
		if after := n.audited(news.AuditFilter{}); after != before {
			t.Errorf("the log is %s, was %s", after, before)
		}
	})
}

func TestMergesAreAuditedArticleByArticle(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		from, into := n.byline("From"), n.byline("Into")
		first, second := n.draft("A", nil, credit("author", from)), n.draft("B", nil, credit("editor", from))
		n.pass(time.Second)
		now := n.clock
		_, err := n.MergeBylines(n.ctx, editor, from.ID, func(*news.Byline) (string, error) { return into.ID, nil })
		must(t, from, err)
		if got := n.audited(news.AuditFilter{From: &now}); got != "merge byline, merge article, merge article" {
			t.Errorf("the log is %s", got)
		}
		if got := n.audited(news.AuditFilter{Resources: []string{first.ID, second.ID}, From: &now}); got != "merge article, merge article" {
			t.Errorf("of the articles the log is %s", got)
		}
	})
}

// TestEveryWriteIsAudited holds that no file but audit.go begins a transaction
// or writes outside of one. signin.go counts attempts and idempotency.go keeps
// answers beside the writes that they are of, which are no writes of
// anybody's.
func TestEveryWriteIsAudited(t *testing.T) {
	past := regexp.MustCompile(`\.store\.(Tx|Insert|Update|Delete|Save|UseRefresh|End|Move|Free|Claim)[A-Za-z]*\(`)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range past.FindAllString(string(text), -1) {
			found++
			if file != "audit.go" && file != "signin.go" && file != "idempotency.go" && !strings.HasSuffix(file, "_test.go") {
				t.Errorf("%s calls %s", file, call)
			}
		}
	}
	if found == 0 {
		t.Error("the pattern finds nothing at all")
	}
}

package chain_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/chain"
	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// whole is an article that lacks nothing.
func whole() *news.Article {
	at := time.Date(2025, time.July, 11, 8, 0, 0, 123_456_000, time.UTC)
	id, section, external := news.NewID(), news.NewID(), "外 1"
	return &news.Article{
		ID: id, Revision: 3, Slug: "寧波", Title: "<b> & \u2028", Subtitle: "s", ShortTitle: "t", Summary: "u",
		Body: "<p>寧波</p>", WordCount: 2, ReadingMinutes: 1, Language: "zh-Hant", Kind: news.KindReprint, SectionID: &section,
		Dateline: &news.Dateline{Agency: "新华社"}, Original: &news.Original{Title: "o", PublishedAt: &at},
		LeadImage: &news.LeadImage{URL: "/a.jpg", Width: 3}, SEO: &news.SEO{NoIndex: true}, Rights: &news.Rights{AIGenerated: true},
		Legacy: &news.Legacy{System: "cms"}, Featured: true, ExternalID: &external, Status: news.StatusWithdrawn,
		PublishedAt: &at, PublishedPrecision: news.PrecisionDay, PublishedDate: "2025-07-11", EmbargoUntil: &at,
		FirstPublishedAt: &at, VisibleAt: &at, PublishedOrder: at, WithdrawnReason: news.WithdrawnLegal, WithdrawnNote: "n",
		WithdrawnAt: &at, CreatedAt: at, UpdatedAt: at, CreatedBy: &id, UpdatedBy: &section,
		Credits:     []news.Credit{{ArticleID: id, BylineID: news.NewID(), Role: "author", Name: "J."}},
		Sources:     []news.Source{{ArticleID: id, Name: "a", URL: "https://example.org/"}},
		Tags:        []news.Tag{{ID: news.NewID()}, {ID: news.NewID()}},
		Variants:    []news.Variant{{ArticleID: id, Language: "zh-Hans", Title: "t", Subtitle: "u", ShortTitle: "v", Summary: "w"}},
		Corrections: []news.Correction{{ID: news.NewID(), ArticleID: id, Kind: "update", Note: "n", At: at}},
	}
}

func encode(t *testing.T, a *news.Article) string {
	t.Helper()
	text, err := chain.Encode(a)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestContentHoldsEveryField fails when an article gets a field that revisions
// do not keep.
func TestContentHoldsEveryField(t *testing.T) {
	want := whole()
	fields := reflect.ValueOf(*want)
	for i := range fields.NumField() {
		name := fields.Type().Field(i).Name
		if fields.Field(i).IsZero() && name != "Section" {
			t.Errorf("the article of this test has no %s", name)
		}
	}
	got, err := chain.Decode(encode(t, want))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestContentIsOneTextForOneArticle(t *testing.T) {
	article := whole()
	text := encode(t, article)
	local := article.PublishedAt.In(time.FixedZone("", 8*60*60)).Add(time.Nanosecond)
	article.PublishedAt = &local
	article.Section = &news.Section{ID: *article.SectionID, Name: "renamed"}
	article.Credits[0].Byline = &news.Byline{Name: "renamed"}
	article.Tags[0].Name = "renamed"
	if again := encode(t, article); again != text {
		t.Errorf("got %s\nwant %s", again, text)
	}
	article.Credits, article.Sources = nil, nil
	none := encode(t, article)
	article.Credits, article.Sources = []news.Credit{}, []news.Source{}
	if again := encode(t, article); again != none || again == text {
		t.Errorf("got %s\nwant %s", again, none)
	}
}

func TestSame(t *testing.T) {
	article := whole()
	text := encode(t, article)
	if !chain.Same(text, article) || !chain.Same(strings.Replace(text, `"featured":true,`, `"featured":true,"mood":"",`, 1), article) {
		t.Error("an article is not what it was")
	}
	article.WithdrawnNote = ""
	if !chain.Same(strings.Replace(text, `"withdrawn_note":"n",`, ``, 1), article) {
		t.Error("a field that was not there then differs from an empty one")
	}
	if chain.Same(text, article) || chain.Same("{", article) || chain.Same("", article) {
		t.Error("another article is the same")
	}
}

func TestHashCoversEverything(t *testing.T) {
	user := news.NewID()
	first := news.Revision{ArticleID: news.NewID(), Number: 1, Deed: news.DeedCreate, At: time.Unix(0, 0), Content: "{}"}
	first.PreviousHash = chain.Start(first.ArticleID)
	known := map[string]string{hash(t, first): "the first"}
	for name, change := range map[string]func(*news.Revision){
		"article": func(r *news.Revision) { r.ArticleID = user }, "number": func(r *news.Revision) { r.Number = 2 },
		"deed": func(r *news.Revision) { r.Deed = news.DeedChange }, "time": func(r *news.Revision) { r.At = time.Unix(1, 0) },
		"user": func(r *news.Revision) { r.UserID = &user }, "note": func(r *news.Revision) { r.ChangeNote = "n" },
		"content": func(r *news.Revision) { r.Content = "{} " }, "previous": func(r *news.Revision) { r.PreviousHash = "" },
	} {
		other := first
		change(&other)
		sum := hash(t, other)
		if same, taken := known[sum]; taken {
			t.Errorf("with another %s it has the hash of %s", name, same)
		}
		known[sum] = name
	}
	local := first
	local.At = local.At.In(time.FixedZone("", 3600))
	if hash(t, local) != hash(t, first) {
		t.Error("the zone of a time changes the hash")
	}
}

func hash(t *testing.T, r news.Revision) string {
	t.Helper()
	sum, err := chain.Hash(&r)
	if err != nil || len(sum) != 64 {
		t.Fatal(sum, err)
	}
	return sum
}

type signer struct {
	id      string
	public  string
	private ed25519.PrivateKey
}

func newSigner(t *testing.T, id string) signer {
	t.Helper()
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	return signer{id: id, public: base64.RawURLEncoding.EncodeToString(public), private: private}
}

func (s signer) sign(message []byte) string {
	return base64.RawURLEncoding.EncodeToString(ed25519.Sign(s.private, message))
}

func (s signer) endorse(other signer) news.SigningKey {
	key := news.SigningKey{ID: other.id, PublicKey: other.public, EndorsedBy: s.id}
	key.Endorsement = s.sign(chain.Endorsing(key))
	return key
}

func TestKeysAreTrustedStepByStep(t *testing.T) {
	oldest, old, today := newSigner(t, "a"), newSigner(t, "b"), newSigner(t, "c")
	rogue, friend := newSigner(t, "d"), newSigner(t, "e")
	broken := today.endorse(newSigner(t, "f"))
	broken.PublicKey = rogue.public
	keys := chain.Keys{}
	keys.Add(today.id, today.public)
	keys.Add("none", "no key")
	keys.Trust([]news.SigningKey{old.endorse(oldest), broken, rogue.endorse(rogue), rogue.endorse(friend), today.endorse(old)})
	message := chain.Message("hash")
	for _, s := range []signer{oldest, old, today, rogue, friend} {
		trusted := s.id < "d"
		if keys.Signed(s.id, s.sign(message), message) != trusted {
			t.Errorf("%s is trusted: %v", s.id, !trusted)
		}
	}
	if len(keys) != 3 {
		t.Errorf("%d keys", len(keys))
	}
	if keys.Signed("c", today.sign(message), chain.Message("other")) || keys.Signed("c", "", message) || keys.Signed("b", today.sign(message), message) {
		t.Error("a signature is good for what it is not of")
	}
}

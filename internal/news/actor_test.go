package news

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

const me = "0198f2c4-7d3a-7b1e-9c55-0123456789ab"

// actors are everyone who can ask. "own" is an author whose article it is.
func actors() map[string]Actor {
	return map[string]Actor{
		"anonymous": {},
		"unknown":   {UserID: "x", Role: "owner"},
		"reader":    {UserID: "r", Role: RoleReader},
		"author":    {UserID: "a", Role: RoleAuthor},
		"own":       {UserID: me, Role: RoleAuthor},
		"editor":    {UserID: "e", Role: RoleEditor},
		"admin":     {UserID: "d", Role: RoleAdmin},
	}
}

func articleIn(status Status, now time.Time) *Article {
	owner := me
	past, future := now.Add(-time.Hour), now.Add(time.Hour)
	a := &Article{Status: status, CreatedBy: &owner}
	switch status {
	case StatusScheduled:
		a.Status, a.PublishedAt, a.VisibleAt, a.FirstPublishedAt = StatusPublished, &future, &future, &future
	case StatusPublished:
		a.PublishedAt, a.VisibleAt, a.FirstPublishedAt = &past, &past, &past
	case StatusWithdrawn:
		a.PublishedAt, a.FirstPublishedAt, a.WithdrawnAt = &past, &past, &now
	case StatusDraft, StatusInReview, StatusTrashed:
	}
	return a
}

// checkAnswer holds an answer against the words of those who may.
func checkAnswer(t *testing.T, what, who, may string, err error) {
	t.Helper()
	if slices.Contains(strings.Fields(may), who) {
		if err != nil {
			t.Errorf("%s may not %s: %v", who, what, err)
		}
		return
	}
	kind := Forbidden
	if who == "anonymous" || who == "unknown" {
		kind = Unauthenticated
	}
	var failure *Error
	if !errors.As(err, &failure) || failure.Kind != kind {
		t.Errorf("%s may %s: %v, want kind %d", who, what, err, kind)
	}
}

func TestMayWithArticles(t *testing.T) {
	tests := []struct {
		what   string
		status Status
		may    string
	}{
		{"edit", StatusDraft, "own editor admin"},
		{"edit", StatusInReview, "editor admin"},
		{"edit", StatusScheduled, "editor admin"},
		{"edit", StatusPublished, "editor admin"},
		{"edit", StatusWithdrawn, "editor admin"},
		{"edit", StatusTrashed, "editor admin"},

		{"submit", StatusDraft, "own editor admin"},
		{"submit", StatusInReview, "own editor admin"},
		{"submit", StatusScheduled, "editor admin"},
		{"submit", StatusPublished, "editor admin"},
		{"submit", StatusWithdrawn, "editor admin"},
		{"submit", StatusTrashed, "editor admin"},

		{"return", StatusDraft, "editor admin"},
		{"return", StatusInReview, "editor admin"},
		{"return", StatusScheduled, "editor admin"},
		{"return", StatusPublished, "editor admin"},
		{"return", StatusWithdrawn, "editor admin"},
		{"return", StatusTrashed, "editor admin"},

		{"correct", StatusDraft, "editor admin"},
		{"correct", StatusInReview, "editor admin"},
		{"correct", StatusScheduled, "editor admin"},
		{"correct", StatusPublished, "editor admin"},
		{"correct", StatusWithdrawn, "editor admin"},
		{"correct", StatusTrashed, "editor admin"},

		{"publish", StatusDraft, "editor admin"},
		{"publish", StatusInReview, "editor admin"},
		{"publish", StatusScheduled, "editor admin"},
		{"publish", StatusPublished, "editor admin"},
		{"publish", StatusWithdrawn, "editor admin"},
		{"publish", StatusTrashed, "editor admin"},

		{"unschedule", StatusDraft, "editor admin"},
		{"unschedule", StatusInReview, "editor admin"},
		{"unschedule", StatusScheduled, "editor admin"},
		{"unschedule", StatusPublished, "editor admin"},
		{"unschedule", StatusWithdrawn, "editor admin"},
		{"unschedule", StatusTrashed, "editor admin"},

		{"withdraw", StatusDraft, "editor admin"},
		{"withdraw", StatusInReview, "editor admin"},
		{"withdraw", StatusScheduled, "editor admin"},
		{"withdraw", StatusPublished, "editor admin"},
		{"withdraw", StatusWithdrawn, "editor admin"},
		{"withdraw", StatusTrashed, "editor admin"},

		{"trash", StatusDraft, "own editor admin"},
		{"trash", StatusInReview, "own editor admin"},
		{"trash", StatusScheduled, "editor admin"},
		{"trash", StatusPublished, "editor admin"},
		{"trash", StatusWithdrawn, "editor admin"},
		{"trash", StatusTrashed, "editor admin"},

		{"restore", StatusDraft, "editor admin"},
		{"restore", StatusInReview, "editor admin"},
		{"restore", StatusScheduled, "editor admin"},
		{"restore", StatusPublished, "editor admin"},
		{"restore", StatusWithdrawn, "editor admin"},
		{"restore", StatusTrashed, "editor admin"},

		{"purge", StatusDraft, "admin"},
		{"purge", StatusInReview, "admin"},
		{"purge", StatusScheduled, "admin"},
		{"purge", StatusPublished, "admin"},
		{"purge", StatusWithdrawn, "admin"},
		{"purge", StatusTrashed, "admin"},
	}
	now := time.Date(2025, time.July, 11, 8, 0, 0, 0, time.UTC)
	for _, test := range tests {
		article := articleIn(test.status, now)
		for who, actor := range actors() {
			err := may(actor, test.what, article)
			checkAnswer(t, test.what+" what is "+string(test.status), who, test.may, err)
		}
	}
}

// may asks whether the actor may edit, correct or make a move.
func may(actor Actor, what string, article *Article) error {
	switch what {
	case "edit":
		return actor.MayEdit(article)
	case "correct":
		return actor.MayCorrect()
	default:
		return actor.MayMove(Move(what), article)
	}
}

// What is in review is the editors' until they return it, and authors are told.
func TestAuthorsAreToldThatItIsInReview(t *testing.T) {
	err := actors()["own"].MayEdit(articleIn(StatusInReview, time.Now()))
	if err == nil || err.Error() != "the role author may not change this article until an editor returns it" {
		t.Errorf("the author is told %v", err)
	}
}

func TestMayWithoutAnArticle(t *testing.T) {
	tests := []struct {
		action Action
		may    string
	}{
		{ActionReadUnpublished, "reader author own editor admin"},
		{ActionCreateArticle, "author own editor admin"},
		{ActionCreateByline, "author own editor admin"},
		{ActionWriteByline, "editor admin"},
		{ActionWriteSection, "editor admin"},
		{ActionWriteTag, "editor admin"},
		{ActionWriteCopy, "editor admin"},
		{ActionPublishCopy, "editor admin"},
		{ActionWriteSite, "admin"},
		{ActionWriteUser, "admin"},
		{Action("anything new"), "admin"},
	}
	for _, test := range tests {
		for who, actor := range actors() {
			checkAnswer(t, string(test.action), who, test.may, actor.May(test.action))
		}
	}
}

func TestNobodyOwnsWhatHasNoMaker(t *testing.T) {
	nobody := Actor{Role: RoleAuthor}
	empty := ""
	for _, article := range []*Article{{Status: StatusDraft}, {Status: StatusDraft, CreatedBy: &empty}} {
		err := Actor{UserID: "a", Role: RoleAuthor}.MayEdit(article)
		checkAnswer(t, "edit", "author", "", err)
	}
	checkAnswer(t, "edit", "author", "", nobody.MayEdit(&Article{Status: StatusDraft}))
	ownAsReader := Actor{UserID: me, Role: RoleReader}
	checkAnswer(t, "edit", "reader", "", ownAsReader.MayEdit(articleIn(StatusDraft, time.Now())))
}

func TestAtLeast(t *testing.T) {
	tests := map[Role]string{"": "", "owner": "", RoleReader: "reader", RoleAuthor: "reader author", RoleEditor: "reader author editor", RoleAdmin: "reader author editor admin"}
	for role, want := range tests {
		var got []string
		for _, least := range Roles() {
			if (Actor{Role: role}).AtLeast(least) {
				got = append(got, string(least))
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q is at least %v, want %s", role, got, want)
		}
	}
}

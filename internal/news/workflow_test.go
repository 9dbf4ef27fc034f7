package news

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2025, time.July, 11, 12, 0, 0, 0, time.UTC)

func at(hours int) *time.Time {
	moment := noon.Add(time.Duration(hours) * time.Hour)
	return &moment
}

func TestMoves(t *testing.T) {
	tests := map[Status]string{
		StatusDraft:     "submit publish trash",
		StatusInReview:  "return publish trash",
		StatusScheduled: "publish unschedule",
		StatusPublished: "withdraw",
		StatusWithdrawn: "publish trash",
		StatusTrashed:   "restore purge",
		"unknown":       "",
	}
	every := []Move{MoveSubmit, MoveReturn, MovePublish, MoveUnschedule, MoveWithdraw, MoveTrash, MoveRestore, MovePurge}
	for status, want := range tests {
		article := articleIn(status, noon)
		allowed := article.Moves(noon)
		if got := join(allowed); got != want {
			t.Errorf("%s allows %s, want %s", status, got, want)
		}
		for _, move := range every {
			err := article.CheckMove(move, noon)
			if slices.Contains(strings.Fields(want), string(move)) != (err == nil) {
				t.Errorf("%s, %s: %v", status, move, err)
			}
			var failure *Error
			if err != nil && (!errors.As(err, &failure) || failure.Kind != Conflict || join(failure.Allowed) != want) {
				t.Errorf("%s, %s: %#v", status, move, err)
			}
		}
	}
}

func join(moves []Move) string {
	words := make([]string, len(moves))
	for i, move := range moves {
		words[i] = string(move)
	}
	return strings.Join(words, " ")
}

// TestMovesOfWhatComesBack: what was visible and is set to come back can't be
// unscheduled into a draft.
func TestMovesOfWhatComesBack(t *testing.T) {
	article := articleIn(StatusWithdrawn, noon)
	article.Publish(Publication{PublishedAt: at(2), Precision: PrecisionSecond}, noon)
	if got := join(article.Moves(noon)); article.Shown(noon) != StatusScheduled || got != "publish withdraw" {
		t.Errorf("%s allows %s", article.Shown(noon), got)
	}
}

func TestPublish(t *testing.T) {
	tests := []struct {
		name        string
		article     Article
		publication Publication
		publishedAt *time.Time
		precision   Precision
		visibleAt   *time.Time
		first       *time.Time
		shown       Status
	}{
		{"now", Article{}, Publication{}, at(0), PrecisionSecond, at(0), at(0), StatusPublished},
		{"at a wish", Article{PublishedAt: at(-5), PublishedPrecision: PrecisionMinute}, Publication{}, at(-5), PrecisionMinute, at(-5), at(0), StatusPublished},
		{"at a wish to come", Article{PublishedAt: at(5), PublishedPrecision: PrecisionMinute}, Publication{}, at(5), PrecisionMinute, at(5), at(5), StatusScheduled},
		{"back-dated", Article{}, Publication{PublishedAt: at(-5), Precision: PrecisionDay}, at(-5), PrecisionDay, at(-5), at(0), StatusPublished},
		{"scheduled", Article{}, Publication{PublishedAt: at(5), Precision: PrecisionSecond}, at(5), PrecisionSecond, at(5), at(5), StatusScheduled},
		{"embargoed", Article{}, Publication{EmbargoUntil: at(3)}, at(0), PrecisionSecond, at(3), at(3), StatusScheduled},
		{"embargo over", Article{EmbargoUntil: at(-3)}, Publication{}, at(0), PrecisionSecond, at(0), at(0), StatusPublished},
		{"embargo dropped", Article{EmbargoUntil: at(3)}, Publication{ClearEmbargo: true}, at(0), PrecisionSecond, at(0), at(0), StatusPublished},
		{"embargo before the date", Article{EmbargoUntil: at(3)}, Publication{PublishedAt: at(5)}, at(5), "", at(5), at(5), StatusScheduled},
		{"precision alone", Article{PublishedAt: at(-5), PublishedPrecision: PrecisionSecond}, Publication{Precision: PrecisionMinute}, at(-5), PrecisionMinute, at(-5), at(0), StatusPublished},
		{"precision without a date", Article{}, Publication{Precision: PrecisionDay}, at(0), PrecisionDay, at(0), at(0), StatusPublished},
		{
			"again, after a withdrawal",
			Article{PublishedAt: at(-5), FirstPublishedAt: at(-5), WithdrawnAt: at(-1), Status: StatusWithdrawn},
			Publication{},
			at(-5), "", at(-5), at(-5), StatusPublished,
		},
		{
			"rescheduled",
			Article{PublishedAt: at(5), VisibleAt: at(5), FirstPublishedAt: at(5), Status: StatusPublished},
			Publication{PublishedAt: at(9)},
			at(9), "", at(9), at(9), StatusScheduled,
		},
		{
			"rescheduled to now",
			Article{PublishedAt: at(5), VisibleAt: at(5), FirstPublishedAt: at(5), Status: StatusPublished},
			Publication{PublishedAt: at(-1)},
			at(-1), "", at(-1), at(0), StatusPublished,
		},
	}
	for _, test := range tests {
		a := test.article
		a.Publish(test.publication, noon)
		if !sameTime(a.PublishedAt, test.publishedAt) || a.PublishedPrecision != test.precision {
			t.Errorf("%s: published at %v, %q", test.name, a.PublishedAt, a.PublishedPrecision)
		}
		if !sameTime(a.VisibleAt, test.visibleAt) || !sameTime(a.FirstPublishedAt, test.first) || a.Shown(noon) != test.shown {
			t.Errorf("%s: visible at %v, first %v, %s", test.name, a.VisibleAt, a.FirstPublishedAt, a.Shown(noon))
		}
		if !a.PublishedOrder.Equal(*test.publishedAt) {
			t.Errorf("%s: stands at %v", test.name, a.PublishedOrder)
		}
	}
}

func sameTime(a, b *time.Time) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(*b)
}

func TestUnscheduleKeepsTheWish(t *testing.T) {
	a := Article{}
	a.Publish(Publication{PublishedAt: at(5), Precision: PrecisionDay}, noon)
	a.Unschedule(noon)
	if a.Status != StatusDraft || !sameTime(a.PublishedAt, at(5)) || a.PublishedPrecision != PrecisionDay || a.VisibleAt != nil || a.FirstPublishedAt != nil {
		t.Errorf("became %+v", a)
	}
}

func TestWithdrawLeavesATombstone(t *testing.T) {
	a := Article{ID: "id", Slug: "s", Title: "T"}
	a.Publish(Publication{PublishedAt: at(-5)}, noon)
	if a.Tombstone(noon) != nil || a.Withdrawn(noon) != nil {
		t.Error("a visible article has a tombstone")
	}
	a.Withdraw(WithdrawnLegal, "court", noon)
	tombstone := a.Tombstone(noon)
	if tombstone == nil || tombstone.ID != "id" || tombstone.Slug != "s" || tombstone.Title != "T" ||
		tombstone.Withdrawn != (Withdrawal{WithdrawnLegal, "court", noon}) {
		t.Fatalf("the tombstone is %+v", tombstone)
	}
	if a.VisibleTo(noon) || a.VisibleAt != nil || !sameTime(a.FirstPublishedAt, at(0)) {
		t.Errorf("became %+v", a)
	}

	a.Publish(Publication{PublishedAt: at(2)}, noon)
	if a.Tombstone(noon) == nil {
		t.Error("until it comes back, the tombstone stands")
	}
	if later := *at(2); a.Tombstone(later) != nil || a.Withdrawn(later) != nil || !a.VisibleTo(later) {
		t.Error("back in sight, it has no tombstone")
	}

	a.Withdraw(WithdrawnError, "", noon)
	a.Trash(noon)
	if a.Tombstone(noon) != nil {
		t.Error("what is in the trash has a tombstone")
	}
	a.Restore(noon)
	if a.Status != StatusDraft || a.Withdrawn(noon) != nil || !sameTime(a.FirstPublishedAt, at(0)) {
		t.Errorf("restored to %+v", a)
	}
}

func TestVisibleExactlyFromItsMoment(t *testing.T) {
	a := Article{}
	a.Publish(Publication{PublishedAt: at(1)}, noon)
	for moment, want := range map[time.Time]bool{
		at(1).Add(-time.Microsecond): false,
		*at(1):                       true,
		*at(2):                       true,
	} {
		if a.VisibleTo(moment) != want || a.WasVisible(moment) != want {
			t.Errorf("at %v: visible %v, was visible %v, want %v", moment, a.VisibleTo(moment), a.WasVisible(moment), want)
		}
	}
}

func TestSettleWithoutADate(t *testing.T) {
	a := Article{Status: StatusDraft}
	a.Settle(noon)
	if !a.PublishedOrder.Equal(FarFuture()) || a.VisibleAt != nil || a.FirstPublishedAt != nil {
		t.Errorf("settled as %+v", a)
	}
}

func TestUnpublishable(t *testing.T) {
	section := "s"
	whole := Article{Title: "T", Body: "<p>B</p>", SectionID: &section, Kind: KindNews}
	reprint := whole
	reprint.Kind = KindReprint
	sourced := reprint
	sourced.Sources = []Source{{Name: "n"}}
	tests := []struct {
		article Article
		want    string
	}{
		{Article{}, "/title /body /section_id"},
		{Article{Kind: KindReprint}, "/title /body /section_id /sources"},
		{whole, ""},
		{reprint, "/sources"},
		{sourced, ""},
	}
	for _, test := range tests {
		var places []string
		for _, field := range test.article.Unpublishable() {
			places = append(places, field.Pointer)
		}
		if got := strings.Join(places, " "); got != test.want {
			t.Errorf("lacks %q, want %q", got, test.want)
		}
	}
}

func TestAllMovesAreAll(t *testing.T) {
	now := time.Date(2025, time.July, 11, 8, 0, 0, 0, time.UTC)
	for _, status := range Statuses() {
		for _, move := range articleIn(status, now).Moves(now) {
			if !slices.Contains(AllMoves(), move) || !slices.Contains(Deeds(), Deed(move)) {
				t.Errorf("%s is a move of %s and not among all", move, status)
			}
		}
	}
}

package news

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestParseID(t *testing.T) {
	const id = "0198f2c4-7d3a-7b1e-9c55-0123456789ab"
	tests := []struct {
		text, want string
		ok         bool
	}{
		{id, id, true},
		{strings.ToUpper(id), id, true},
		{"", "", false},
		{id[:35], "", false},
		{id + "0", "", false},
		{strings.ReplaceAll(id, "-", ""), "", false},
		{"{" + id + "}", "", false},
		{"urn:uuid:" + id, "", false},
		{"0198f2c4-7d3a-7b1e-9c55-0123456789ag", "", false},
	}
	for _, test := range tests {
		if got, ok := ParseID(test.text); got != test.want || ok != test.ok {
			t.Errorf("ParseID(%q) = %q, %v", test.text, got, ok)
		}
	}
	made := NewID()
	if parsed, ok := ParseID(made); !ok || parsed != made || made[14] != '7' {
		t.Errorf("a new id is %s", made)
	}
}

func TestMoment(t *testing.T) {
	zone := time.FixedZone("+8", 8*60*60)
	got := Moment(time.Date(2025, time.July, 11, 8, 0, 0, 123_456_789, zone))
	if want := time.Date(2025, time.July, 11, 0, 0, 0, 123_456_000, time.UTC); got != want {
		t.Errorf("the moment is %v, want %v", got, want)
	}
}

func TestFoldKey(t *testing.T) {
	tests := map[string]string{
		"  Sci \t Tech ": "sci tech",
		"ＳＣＩ　ｔｅｃｈ":       "sci tech",
		"Cafe\u0301":     "café",
		"CAFÉ":           "café",
		"ﬁne":            "fine",
		"寧波":             "寧波",
		"":               "",
	}
	for text, want := range tests {
		if got := FoldKey(text); got != want || FoldKey(got) != got {
			t.Errorf("FoldKey(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestGroups(t *testing.T) {
	ids := []string{NewID(), NewID(), "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"}
	shape := regexp.MustCompile(`^[a-z]+-[0-9A-Za-z]+$`)
	seen := map[Group]bool{}
	for _, id := range ids {
		for _, group := range []Group{GroupOf(NounArticle, id), GroupOf(NounSection, id), GroupOf(NounByline, id), GroupOf(NounTag, id), ListGroup(id)} {
			if len(group) > 32 || !shape.MatchString(string(group)) || seen[group] {
				t.Errorf("the group %q is %d long, seen: %v", group, len(group), seen[group])
			}
			seen[group] = true
		}
	}
	if got := GroupOf(NounTag, "00000000-0000-0000-0000-00000000003e"); got != "tag-10" {
		t.Errorf("62 in base 62 is %s", got)
	}
}

func TestGroupsOfAnArticle(t *testing.T) {
	tree := grove("a - 1", "b a 1")
	article := Article{
		ID: "x", Section: tree.Find("b"),
		Credits: []Credit{{BylineID: "j"}, {BylineID: "k"}, {BylineID: "j"}},
		Tags:    []Tag{{ID: "t"}},
	}
	if got, want := article.Groups(), []Group{"article-x", "byline-j", "byline-k", "tag-t", "section-a", "section-b"}; !slices.Equal(got, want) {
		t.Errorf("its groups are %v, want %v", got, want)
	}
	if got, want := article.ListGroups(), []Group{"list-a", "list-b", ListAll}; !slices.Equal(got, want) {
		t.Errorf("its lists are %v, want %v", got, want)
	}
	union := UnionGroups([]Group{"a", "b"}, nil, []Group{"b", "c", "a"})
	if !slices.Equal(union, []Group{"a", "b", "c"}) {
		t.Errorf("the union is %v", union)
	}
}

func TestPath(t *testing.T) {
	tree := grove("a - 1", "b a 1")
	filed, unfiled := Article{Slug: "x", Section: tree.Find("b")}, Article{Slug: "x"}
	if filed.Path() != "a/b/x" || unfiled.Path() != "x" {
		t.Errorf("paths %s and %s", filed.Path(), unfiled.Path())
	}
}

func TestPrinted(t *testing.T) {
	byline := &Byline{Name: "Jane"}
	for want, credit := range map[string]Credit{
		"Jane": {Byline: byline}, "J.": {Byline: byline, Name: "J."}, "": {},
	} {
		if got := credit.Printed(); got != want {
			t.Errorf("printed %q, want %q", got, want)
		}
	}
}

func TestLocation(t *testing.T) {
	for name, want := range map[string]string{"Asia/Shanghai": "Asia/Shanghai", "Nowhere/Land": "UTC", "": "UTC"} {
		if got := (&Site{TimeZone: name}).Location().String(); got != want {
			t.Errorf("%q is %s, want %s", name, got, want)
		}
	}
}

func TestErrors(t *testing.T) {
	cause := errors.New("disk full")
	err := Errorf(Internal, "internal", "no %s", "luck").Wrap(cause)
	if err.Error() != "no luck: disk full" || !errors.Is(err, cause) {
		t.Errorf("the error is %v", err)
	}
	if NewInvalid(nil) != nil || NewMalformed(nil) != nil {
		t.Error("no fault is an error")
	}
	for n, want := range map[int]string{1: "1 field is invalid", 2: "2 fields are invalid"} {
		if got := NewInvalid(make([]Field, n)).Error(); got != want {
			t.Errorf("%d faults are told as %q", n, got)
		}
	}
	var failure *Error
	if !errors.As(NewMalformed(make([]Field, 2)), &failure) || failure.Kind != Malformed || failure.Detail != "2 parameters are invalid" {
		t.Errorf("faulty parameters are %+v", failure)
	}
	if missing := Missing("tag"); missing.Kind != NotFound || missing.Error() != "there is no such tag" {
		t.Errorf("missing is %+v", missing)
	}
}

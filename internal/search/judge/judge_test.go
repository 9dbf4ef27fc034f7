package judge

import (
	"errors"
	"math"
	"strings"
	"testing"
)

func TestNDCG(t *testing.T) {
	grades := map[string]int{"a": 3, "b": 2, "c": 1, "z": 0}
	ideal := 7 + 3/math.Log2(3) + 1/math.Log2(4)
	for _, c := range []struct {
		found string
		k     int
		want  float64
	}{
		{"a b c", 10, 1},
		{"a b c z x", 10, 1},
		{"", 10, 0},
		{"z x", 10, 0},
		{"a", 10, 7 / ideal},
		{"b a c", 10, (3 + 7/math.Log2(3) + 1/math.Log2(4)) / ideal},
		{"x a", 10, 7 / math.Log2(3) / ideal},
		{"x a", 1, 0},
		{"a x", 1, 1},
	} {
		if got := NDCG(strings.Fields(c.found), grades, c.k); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%q at %d: %f, want %f", c.found, c.k, got, c.want)
		}
	}
	if got := NDCG([]string{"a"}, nil, 10); got != 0 {
		t.Errorf("without an answer: %f", got)
	}
}

const documents = "# comment\na|1|news|x,y|Ann|Title|Summary|Body\nb|2|news|||Title||\n"

func TestReadAndEvaluate(t *testing.T) {
	set, err := Read(strings.NewReader(documents), strings.NewReader("# comment\none|a:3 b:1\ntwo|b:2\n"))
	if err != nil {
		t.Fatal(err)
	}
	if d := set.Documents[0]; len(set.Documents) != 2 || d.Days != 1 || len(d.Tags) != 2 || d.Bylines[0] != "Ann" || d.Body != "Body" {
		t.Errorf("%+v", set.Documents)
	}
	results, mean, err := set.Evaluate(func(query string) ([]string, error) {
		if query == "one" {
			return []string{"a", "b"}, nil
		}
		return []string{"a"}, nil
	})
	if err != nil || len(results) != 2 || mean != 0.5 || results[1].Missed != 1 {
		t.Errorf("%+v, %f, %v", results, mean, err)
	}
	var out strings.Builder
	if err := Print(&out, results, mean); err != nil || !strings.HasSuffix(out.String(), "nDCG@10 0.5000 over 2 queries\n") {
		t.Errorf("%q, %v", out.String(), err)
	}
	failure := errors.New("down")
	if _, _, err := set.Evaluate(func(string) ([]string, error) { return nil, failure }); !errors.Is(err, failure) {
		t.Errorf("%v, want %v", err, failure)
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct{ name, documents, queries string }{
		{"too few columns", "a|1|news\n", ""},
		{"no number", "a|x|news|||Title||\n", ""},
		{"a document twice", "a|1|news|||Title||\na|1|news|||Title||\n", ""},
		{"an unknown document", documents, "one|c:1\n"},
		{"a grade twice", documents, "one|a:1 a:2\n"},
		{"no grade", documents, "one|a\n"},
		{"no answer", documents, "one\n"},
	} {
		if _, err := Read(strings.NewReader(c.documents), strings.NewReader(c.queries)); err == nil {
			t.Errorf("%s: no error", c.name)
		}
	}
}

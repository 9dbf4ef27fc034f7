package search

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

const day = 24 * time.Hour

func TestScoreOrder(t *testing.T) {
	for _, c := range []struct {
		name, query   string
		better, worse Document
		older         time.Duration // the worse
	}{
		{"title above summary", "宁波", Document{Title: "宁波新航线"}, Document{Summary: "宁波新航线"}, 0},
		{"summary above body", "宁波", Document{Summary: "宁波新航线"}, Document{Body: "宁波新航线，宁波，宁波，宁波，宁波"}, 0},
		{"title above subtitle", "宁波", Document{Title: "宁波新航线"}, Document{Subtitle: "宁波新航线"}, 0},
		{"title above body, however new", "宁波", Document{Title: "在宁波的十年里发生了许多事"}, Document{Body: "宁波"}, -9999 * day},
		{"newer above older", "宁波", Document{Title: "宁波新航线"}, Document{Title: "宁波新航线"}, day},
		{"newer above older, both old", "宁波", Document{Title: "宁波新航线"}, Document{Title: "宁波新航线"}, 60 * day},
		{"phrase above scattered words", "科技 创新", Document{Body: "科技创新在这里"}, Document{Body: "科技在这里，创新在那里"}, 0},
		{"phrase above scattered words in titles", "harbour bridge", Document{Title: "A harbour bridge for the town"}, Document{Title: "A bridge for the town and its harbour"}, 0},
		{"the word above its forms", "launch", Document{Title: "A launch is set"}, Document{Title: "They launched it"}, 0},
		{"the word above longer ones", "port", Document{Title: "The port is busy"}, Document{Title: "The portrait is here"}, 0},
		{"all of a title above a part", "宁波港", Document{Title: "宁波港"}, Document{Title: "宁波港以及其他许多港口的故事"}, 0},
		{"often above once in the body", "宁波", Document{Body: "宁波和宁波"}, Document{Body: "宁波和杭州"}, 0},
		{"in two fields above one", "宁波", Document{Title: "宁波新航线", Body: "宁波"}, Document{Title: "宁波新航线", Body: "杭州"}, 0},
		{"tag above body", "港口", Document{Tags: []string{"港口"}}, Document{Body: "港口，港口，港口"}, 0},
	} {
		q := parse(t, c.query)
		better, worse := folder.Entry(c.better), folder.Entry(c.worse)
		if !q.Matches(better) || !q.Matches(worse) {
			t.Errorf("%s: no match", c.name)
		}
		age := 30 * 365 * day
		if a, b := q.Score(better, age), q.Score(worse, age+c.older); a <= b {
			t.Errorf("%s: %d, and %d for the worse", c.name, a, b)
		}
	}
}

func TestScoreIsPositiveAndFallsWithAge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := documents().Draw(t, "document")
		q, err := folder.Parse(queries(d).Draw(t, "query"))
		if err != nil {
			t.Skip("too many words")
		}
		e := folder.Entry(d)
		if !q.Matches(e) {
			t.Skip("no match")
		}
		age := time.Duration(rapid.IntRange(0, 20000).Draw(t, "days")) * day
		now, later := q.Score(e, 0), q.Score(e, age)
		if later > now || later <= 0 || now >= 1<<45 {
			t.Fatalf("%d now, %d after %v", now, later, age)
		}
	})
}

package judge

import (
	"fmt"
	"io"
	"math"
	"slices"
)

// depth is how many results are looked at.
const depth = 10

// Result is how a query fared.
type Result struct {
	Query string
	NDCG  float64
	// Found are the first results; Missed is how many answers are not in any.
	Found  []string
	Missed int
}

// Evaluate asks search every query of the set; it returns the ids of all it
// found, the best first. The mean is that of nDCG@10 over the queries.
func (s Set) Evaluate(search func(query string) ([]string, error)) (results []Result, mean float64, err error) {
	for _, q := range s.Queries {
		found, err := search(q.Text)
		if err != nil {
			return nil, 0, fmt.Errorf("%s: %w", q.Text, err)
		}
		r := Result{Query: q.Text, NDCG: NDCG(found, q.Grades, depth), Found: found[:min(len(found), depth)]}
		for id, grade := range q.Grades {
			if grade > 0 && !slices.Contains(found, id) {
				r.Missed++
			}
		}
		results = append(results, r)
		mean += r.NDCG / float64(len(s.Queries))
	}
	return results, mean, nil
}

// NDCG is the normalised discounted cumulative gain of the first k results: the
// gain of a result is 2^grade - 1, divided by the binary logarithm of its place
// plus one, and the sum is divided by that of the best possible order.
func NDCG(found []string, grades map[string]int, k int) float64 {
	got := make([]int, 0, len(found))
	for _, id := range found {
		got = append(got, grades[id])
	}
	ideal := make([]int, 0, len(grades))
	for _, grade := range grades {
		ideal = append(ideal, grade)
	}
	slices.SortFunc(ideal, func(a, b int) int { return b - a })
	best := gain(ideal, k)
	if best == 0 {
		return 0
	}
	return gain(got, k) / best
}

func gain(grades []int, k int) float64 {
	sum := 0.0
	for i, grade := range grades[:min(len(grades), k)] {
		sum += (math.Exp2(float64(grade)) - 1) / math.Log2(float64(i+2))
	}
	return sum
}

// Print writes a line for each query, and the mean.
func Print(to io.Writer, results []Result, mean float64) error {
	for _, r := range results {
		if _, err := fmt.Fprintf(to, "%.3f  %s → %v, %d missed\n", r.NDCG, r.Query, r.Found, r.Missed); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(to, "nDCG@%d %.4f over %d queries\n", depth, mean, len(results))
	return err
}

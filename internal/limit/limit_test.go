package limit

import (
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var noon = time.Date(2025, 7, 11, 12, 0, 0, 0, time.UTC)

func TestTake(t *testing.T) {
	rate := Rate{Times: 3, Per: 30 * time.Second}
	var restedAt time.Time
	for _, step := range []struct {
		at, wait time.Duration
		left     int
	}{
		{0, 0, 2},
		{0, 0, 1},
		{0, 0, 0},
		{0, 10 * time.Second, 0},
		{4 * time.Second, 6 * time.Second, 0},
		{10 * time.Second, 0, 0},
		{10 * time.Second, 10 * time.Second, 0},
		{30 * time.Second, 0, 1},
		{30 * time.Second, 0, 0},
		{time.Hour, 0, 2},
	} {
		now := noon.Add(step.at)
		next, wait := rate.Take(restedAt, now)
		if wait != step.wait || rate.Left(next, now) != step.left {
			t.Errorf("at %v: wait %v, %d left, want %v, %d", step.at, wait, rate.Left(next, now), step.wait, step.left)
		}
		restedAt = next
	}
}

// However often one tries, no window sees more than twice the allowed, no wait is
// longer than a share, and after the wait the next try is taken.
func TestTakeIsFair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rate := Rate{Times: rapid.IntRange(1, 20).Draw(t, "times"), Per: time.Duration(rapid.IntRange(1, 600).Draw(t, "per")) * time.Second}
		gaps := rapid.SliceOf(rapid.Int64Range(0, int64(rate.Per)/2)).Draw(t, "gaps")
		now, restedAt := noon, time.Time{}
		var taken []time.Time
		for _, gap := range gaps {
			now = now.Add(time.Duration(gap))
			next, wait := rate.Take(restedAt, now)
			if wait > rate.Share() || wait < 0 {
				t.Fatalf("a wait of %v", wait)
			}
			if wait > 0 {
				if _, again := rate.Take(next, now.Add(wait)); again != 0 {
					t.Fatalf("after the wait of %v another of %v", wait, again)
				}
				continue
			}
			restedAt, taken = next, append(taken, now)
		}
		for i := range taken {
			within := 0
			for _, other := range taken[i:] {
				if other.Sub(taken[i]) < rate.Per {
					within++
				}
			}
			if within > 2*rate.Times {
				t.Fatalf("%d within %v, want %d at once and as many again at most", within, rate.Per, rate.Times)
			}
		}
	})
}

func TestTable(t *testing.T) {
	table := NewTable(Rate{Times: 2, Per: time.Minute})
	for i, want := range []Verdict{
		{Left: 1, Reset: 30 * time.Second},
		{Left: 0, Reset: time.Minute},
		{Left: 0, Reset: time.Minute, Wait: 30 * time.Second},
	} {
		if got := table.Take("a", noon); got != want {
			t.Errorf("try %d: %+v, want %+v", i, got, want)
		}
	}
	if got := table.Take("b", noon); got.Wait != 0 {
		t.Errorf("b pays for a: %+v", got)
	}
}

func TestTableIsBounded(t *testing.T) {
	table := NewTable(Rate{Times: 1, Per: time.Hour})
	table.most = 10
	table.Take("patient", noon)
	for i := range 15 {
		table.Take(strconv.Itoa(i), noon)
	}
	if table.Take("patient", noon).Wait == 0 {
		t.Error("a key is forgotten with the first generation")
	}
	for i := range 1000 {
		table.Take(strconv.Itoa(i), noon)
		if n := len(table.young) + len(table.old); n > 2*table.most {
			t.Fatalf("%d keys are kept", n)
		}
	}
}

func TestNetwork(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7":             "192.0.2.7",
		"::ffff:192.0.2.7":      "192.0.2.7",
		"2001:db8:1:2:3:4:5:6":  "2001:db8:1:2::/64",
		"2001:db8:1:2::":        "2001:db8:1:2::/64",
		"2001:db8:1:3::1":       "2001:db8:1:3::/64",
		"fe80::1%eth0":          "fe80::/64",
		"":                      "",
		"not an address at all": "not an address at all",
	} {
		if got := Network(address); got != want {
			t.Errorf("%q counts as %q, want %q", address, got, want)
		}
	}
}

package corpus

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// archive is a whole corpus; its articles are made when they are asked for, in
// order.
type archive struct {
	size     int // articles
	voices   []*voice
	sections map[string][]news.Section // by language, as the next two are
	bylines  map[string][]news.Byline
	tags     map[string][]news.Tag
	taken    map[string]int // noun and slug → how often it was wanted
	random   *rand.Rand     // draws of all but the articles
}

// begin and end are between when articles are published.
func begin() time.Time { return time.Date(2005, time.July, 1, 0, 0, 0, 0, time.UTC) }
func end() time.Time   { return time.Date(2025, time.July, 1, 0, 0, 0, 0, time.UTC) }

func newArchive(size int) *archive {
	a := &archive{
		size: size, voices: []*voice{chinese(), english()}, taken: map[string]int{}, random: chance(frameDraws),
		sections: map[string][]news.Section{}, bylines: map[string][]news.Byline{}, tags: map[string][]news.Tag{},
	}
	for _, v := range a.voices {
		a.sections[v.language] = a.makeSections(v)
		a.bylines[v.language] = a.makeBylines(v)
		a.tags[v.language] = a.makeTags(v)
	}
	return a
}

// chance returns the draws of one article, or of all else for frameDraws: so an
// article does not depend on those before it.
func chance(of int) *rand.Rand {
	const seed = 20250711
	return rand.New(rand.NewPCG(seed, uint64(of))) //nolint:gosec // it must be the same each time, and is not negative
}

// frameDraws is what no article has for a number.
const frameDraws = math.MaxInt

// newID returns a UUIDv7 (RFC 9562) of a moment.
func newID(at time.Time, random *rand.Rand) string {
	const version, variant, twelveBits, sixtyTwoBits = 7 << 12, 2 << 62, 1<<12 - 1, 1<<62 - 1
	var id uuid.UUID
	millis := uint64(at.UnixMilli())
	binary.BigEndian.PutUint64(id[:8], millis<<16|version|random.Uint64()&twelveBits)
	binary.BigEndian.PutUint64(id[8:], variant|random.Uint64()&sixtyTwoBits)
	return id.String()
}

// slug returns the slug that a new section, byline or tag gets for its name.
func (a *archive) slug(noun news.Noun, name string) string {
	base := news.MakeSlug(name)
	key := string(noun) + "/" + base
	a.taken[key]++
	if n := a.taken[key]; n > 1 {
		return news.SlugWithNumber(base, n)
	}
	return base
}

func pick[T any](random *rand.Rand, from []T) T {
	return from[random.IntN(len(from))]
}

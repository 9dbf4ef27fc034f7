package corpus

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// voice writes prose in one language: patterns with {slots}, which words fill.
type voice struct {
	language string // BCP 47
	space    string // between words and sentences
	sections string // a line each, one more space before it a level down
	persons  int    // among the bylines
	titles   []string
	patterns []string
	words    map[string][]string // by slot
}

// bodyBytes is about how long a body is.
const bodyBytes = 4096

// title returns a headline.
func (v *voice) title(random *rand.Rand) string { return v.say(random, v.titles) }

// sentence returns one sentence.
func (v *voice) sentence(random *rand.Rand) string { return v.say(random, v.patterns) }

// body returns paragraphs, some under a heading, as clean HTML.
func (v *voice) body(random *rand.Rand) string {
	const shortest, longest, headings = 2, 5, 4
	var html strings.Builder
	for paragraph := 1; html.Len() < bodyBytes; paragraph++ {
		if paragraph%headings == 0 {
			fmt.Fprintf(&html, "<h2>%s</h2>", v.title(random))
		}
		sentences := make([]string, shortest+random.IntN(longest-shortest+1))
		for i := range sentences {
			sentences[i] = v.sentence(random)
		}
		fmt.Fprintf(&html, "<p>%s</p>", strings.Join(sentences, v.space))
	}
	return html.String()
}

// say fills one of the patterns, and begins it with a capital letter.
func (v *voice) say(random *rand.Rand, patterns []string) string {
	var said strings.Builder
	rest := pick(random, patterns)
	for {
		text, after, found := strings.Cut(rest, "{")
		said.WriteString(text)
		if !found {
			return capital(said.String())
		}
		var slot string
		slot, rest, _ = strings.Cut(after, "}")
		said.WriteString(v.word(random, slot))
	}
}

// person returns the i-th name; none comes twice before all have come.
func (v *voice) person(i int) string {
	first, last := v.words["first"], v.words["last"]
	return first[i%len(first)] + v.space + last[(i+i/len(first))%len(last)]
}

func (v *voice) word(random *rand.Rand, slot string) string {
	const most = 980
	if slot == "number" {
		return strconv.Itoa(2 + random.IntN(most))
	}
	return pick(random, v.words[slot])
}

func capital(sentence string) string {
	first, size := utf8.DecodeRuneInString(sentence)
	return string(unicode.ToUpper(first)) + sentence[size:]
}

// words splits a list that is written with commas.
func words(list string) []string {
	split := strings.Split(list, ",")
	for i := range split {
		split[i] = strings.TrimSpace(split[i])
	}
	return split
}

package hygiene

import "unicode"

// verdict is what the list says about a piece.
type verdict struct {
	letters int // of the piece
	covered int // of these, how many belong to words of the list
	weight  int // of these words, each counted once: a phrase 2, others 1
	baits   int
	isSold  bool // something of it is sold
	isTold  bool // or told of
	topic   string
	seen    map[string]bool // the words so far
}

func (v vocabulary) judge(p piece) verdict {
	found := verdict{letters: p.letters, isTold: p.quoted}
	for i := 0; i < len(p.text); {
		term, ok := v.at(p.text, i)
		if ok {
			found.add(term)
		}
		i += max(len(term.letters), 1)
	}
	return found
}

func (found *verdict) add(t term) {
	found.covered += countLetters(t.letters)
	if found.seen[string(t.letters)] {
		return
	}
	if found.seen == nil {
		found.seen = map[string]bool{}
	}
	found.seen[string(t.letters)] = true
	if found.topic == "" {
		found.topic = t.topic
	}
	switch t.use {
	case phrase:
		found.weight += 2
		found.isSold = true
	case trade:
		found.weight++
		found.isSold = true
	case bait:
		found.weight++
		found.baits++
	case lure:
		found.weight++
	case press:
		found.isTold = true
	case host:
	}
}

// isKeyword tells a piece of which half is what is sold and what sells it.
func (found verdict) isKeyword() bool {
	return found.isSold && !found.isTold && found.weight > 1 && found.covered*2 >= found.letters
}

// isStrong tells a piece that is hardly anything else.
func (found verdict) isStrong() bool {
	const enough, quarter = 3, 4
	if found.isKeyword() && found.weight >= enough && (found.letters-found.covered)*quarter <= found.letters {
		return true
	}
	return !found.isTold && found.baits > 1 && found.weight > enough && (found.letters-found.covered)*7 <= found.letters
}

func countLetters(text []rune) int {
	count := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			count++
		}
	}
	return count
}

package api

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"github.com/labstack/echo/v4"
	"golang.org/x/text/unicode/norm"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// maxRepeats bounds how often a parameter can be repeated: each value may cost a
// look into the database.
const maxRepeats = 100

// query reads typed parameters and collects every fault. A parameter that no
// one asked for is unknown.
type query struct {
	values url.Values
	known  []string
	faults []news.Field
	// meaning is what was read, each in the one spelling that stands for all, and
	// without what is the default anyway; defaults is what is.
	meaning  url.Values
	defaults map[string]string
}

func newQuery(c echo.Context) *query {
	q := &query{values: url.Values{}, meaning: url.Values{}, defaults: map[string]string{}}
	if load := loadOf(c); load != nil {
		load.query = q
	}
	for pair := range strings.SplitSeq(c.Request().URL.RawQuery, "&") {
		if pair != "" {
			q.read(pair)
		}
	}
	return q
}

// read reads one parameter, "name=value", in NFC as texts are stored, and faults
// one that is no text.
func (q *query) read(pair string) {
	raw, rawValue, _ := strings.Cut(pair, "=")
	name, err := url.QueryUnescape(raw)
	value, valueErr := url.QueryUnescape(rawValue)
	switch {
	case err != nil:
		q.fault(raw, "syntax", "the name is not percent-encoded as it must be")
	case valueErr != nil:
		q.fault(name, "syntax", name+" is not percent-encoded as it must be")
	case !isText(name) || !isText(value):
		q.fault(strings.ToValidUTF8(name, "\uFFFD"), "text", "parameters must be UTF-8 without U+0000")
	default:
		q.values.Add(name, norm.NFC.String(value))
	}
}

func isText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}

// err returns Malformed with every fault, unknown parameters included.
func (q *query) err() error {
	names := make([]string, 0, len(q.values))
	for name := range q.values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if !slices.Contains(q.known, name) {
			q.fault(name, "unknown-parameter", "there is no parameter "+name+q.meant(name))
		}
	}
	return news.NewMalformed(q.faults)
}

func (q *query) meant(name string) string {
	const near, long = 2, 50
	if len(name) > long {
		return ""
	}
	best, distance := "", near+1
	for _, known := range q.known {
		if d := levenshtein.ComputeDistance(name, known); d < distance {
			best, distance = known, d
		}
	}
	if best == "" {
		return ""
	}
	return ": was " + best + " meant?"
}

func (q *query) fault(name, code, detail string) {
	q.faults = append(q.faults, news.Field{Parameter: name, Code: code, Detail: detail})
}

// all returns every value of a parameter that may be repeated.
func (q *query) all(name string) []string {
	q.known = append(q.known, name)
	values := q.values[name]
	switch {
	case slices.Contains(values, ""):
		q.fault(name, "empty", name+" has no value")
		return nil
	case len(values) > maxRepeats:
		q.fault(name, "too-many", name+" can be given "+strconv.Itoa(maxRepeats)+" times at most")
		return nil
	}
	q.mean(name, values...)
	return values
}

// mean notes what the values of a parameter mean. Their order means nothing.
func (q *query) mean(name string, values ...string) {
	if len(values) == 0 {
		q.meaning.Del(name)
		return
	}
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	q.meaning[name] = slices.Compact(sorted)
}

// meanOne is mean for one value, which may be the default.
func (q *query) meanOne(name, value, fallback string) {
	if value == fallback {
		q.meaning.Del(name)
		return
	}
	q.mean(name, value)
}

// means notes the one spelling of the values that were read of a parameter.
func (q *query) means(name string, normal func(string) string) {
	q.mean(name, collect(q.meaning[name], func(_ int, value string) string { return normal(value) })...)
}

// signedIn faults parameters that only signed-in users may give.
func (q *query) signedIn(names ...string) {
	for _, name := range names {
		if q.all(name) != nil {
			q.fault(name, "sign-in", name+" is for signed-in users")
		}
	}
}

// text returns the only value of a parameter, "" when it is not given.
func (q *query) text(name string) string {
	values := q.all(name)
	if len(values) > 1 {
		q.fault(name, "repeated", name+" can be given once")
	}
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

func (q *query) flag(name string) *bool {
	text := q.text(name)
	if text == "" {
		return nil
	}
	if text != "true" && text != "false" {
		q.fault(name, "type", name+" must be true or false")
		return nil
	}
	truth := text == "true"
	return &truth
}

// wanted is flag for what is false unless it is asked for.
func (q *query) wanted(name string) bool {
	flag := q.flag(name)
	wanted := flag != nil && *flag
	q.defaults[name] = "false"
	q.meanOne(name, strconv.FormatBool(wanted), "false")
	return wanted
}

func (q *query) time(name string) *time.Time {
	text := q.text(name)
	if text == "" {
		return nil
	}
	t, ok := parseTime(text)
	if !ok {
		q.fault(name, "time", name+" must be a time as 2025-07-11T08:00:00Z (RFC 3339)")
		return nil
	}
	q.mean(name, t.UTC().Format(time.RFC3339Nano))
	return &t
}

func (q *query) number(name string, least, most, fallback int) int {
	text, standard := q.text(name), ""
	if least <= fallback && fallback <= most {
		standard = strconv.Itoa(fallback)
		q.defaults[name] = standard
	}
	if text == "" {
		return fallback
	}
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil || int(n) < least || int(n) > most {
		q.fault(name, "out-of-range", name+" must be a number from "+strconv.Itoa(least)+" to "+strconv.Itoa(most))
		return fallback
	}
	q.meanOne(name, strconv.Itoa(int(n)), standard)
	return int(n)
}

// list returns the values of a comma-separated parameter, each of which must
// be allowed.
func (q *query) list(name string, allowed []string) []string {
	text := q.text(name)
	if text == "" {
		return nil
	}
	values := strings.Split(text, ",")
	for _, value := range values {
		if !slices.Contains(allowed, value) {
			q.fault(name, "not-allowed", name+" can hold "+strings.Join(allowed, ", "))
			return nil
		}
	}
	sorted := slices.Sorted(slices.Values(values))
	q.mean(name, strings.Join(slices.Compact(sorted), ","))
	return values
}

// oneOf returns the value of a parameter from a closed list; the first is the
// default.
func oneOf[T ~string](q *query, name string, allowed ...T) T {
	text := T(q.text(name))
	q.defaults[name] = string(allowed[0])
	if text == "" {
		return allowed[0]
	}
	if !slices.Contains(allowed, text) {
		q.notAllowed(name, joined(allowed))
		return allowed[0]
	}
	q.meanOne(name, string(text), string(allowed[0]))
	return text
}

// manyOf returns the values of a repeatable parameter from a closed list.
func manyOf[T ~string](q *query, name string, allowed []T) []T {
	texts := q.all(name)
	values := make([]T, 0, len(texts))
	for _, text := range texts {
		if !slices.Contains(allowed, T(text)) {
			q.notAllowed(name, joined(allowed))
			return nil
		}
		values = append(values, T(text))
	}
	return values
}

func (q *query) notAllowed(name, allowed string) {
	q.fault(name, "not-allowed", name+" must be one of "+allowed)
}

func joined[T ~string](values []T) string {
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = string(value)
	}
	return strings.Join(texts, ", ")
}

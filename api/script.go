package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/seed-6f93249c/broadsheet/internal/script"
)

// scriptParameter names the parameter that asks for a script of Chinese.
const scriptParameter = "script"

// languageKey holds whether the answer to a request depends on its
// Accept-Language, unless it has the parameter.
const languageKey = "by-language"

// wantedScript reads which script Chinese is wanted in, "" for the one that it
// is written in. The parameter goes before Accept-Language. Of who is signed in
// the parameter alone counts: browsers send the header unasked, and what is
// read to be edited is not to be converted.
func wantedScript(c echo.Context, q *query) script.Script {
	scripts := []script.Script{script.Hans, script.Hant, script.HantTW, script.HantHK}
	given := script.Script(q.text(scriptParameter))
	switch {
	case given == "":
		given = acceptedScript(c.Request())
	case !slices.Contains(scripts, given):
		q.notAllowed(scriptParameter, joined(scripts))
		return ""
	}
	if given != "" {
		q.mean(scriptParameter, string(given))
	}
	if load := loadOf(c); load != nil {
		load.wanted = given
	}
	return given
}

// acceptedScript is the script that the first language of Accept-Language
// (RFC 9110, 12.5.4) names outright, "" for none, and of who is signed in.
func acceptedScript(r *http.Request) script.Script {
	values := r.Header["Accept-Language"]
	if len(values) == 0 || r.Header[echo.HeaderAuthorization] != nil {
		return ""
	}
	first, _, _ := strings.Cut(values[0], ",")
	tag, weight, _ := strings.Cut(first, ";")
	if tag = strings.TrimSpace(tag); !maybeNamesScript(tag) || isZero(weight) {
		return ""
	}
	if known := commonTags[tag]; known != "" {
		return known
	}
	named, _ := script.Named(tag)
	return named
}

// commonTags spares the reading of the tags that nearly all send.
var commonTags = map[string]script.Script{
	"zh-Hans": script.Hans, "zh-Hans-CN": script.Hans, "zh-Hant": script.Hant,
	"zh-Hant-TW": script.HantTW, "zh-Hant-HK": script.HantHK,
}

// maybeNamesScript tells the few tags that are worth being read.
func maybeNamesScript(tag string) bool {
	const shortest, longest = len("zh-Hans"), 35
	if len(tag) < shortest || len(tag) > longest {
		return false
	}
	_, subtags, _ := strings.Cut(tag, "-")
	return len(subtags) >= 4 && (subtags[0] == 'H' || subtags[0] == 'h' || strings.Contains(subtags, "-"))
}

// isZero tells a weight of nothing: "q=0.000".
func isZero(weight string) bool {
	value, found := strings.CutPrefix(strings.ToLower(strings.ReplaceAll(weight, " ", "")), "q=")
	return found && strings.Trim(value, "0.") == ""
}

// givesScript reports whether a request has the parameter.
func givesScript(r *http.Request) bool {
	const given = scriptParameter + "="
	return strings.HasPrefix(r.URL.RawQuery, given) || strings.Contains(r.URL.RawQuery, "&"+given)
}

// words are those of a request that its answer depends on, where it is plain and
// anonymous: no address has a blank.
func words(r *http.Request) string {
	if wanted := acceptedScript(r); wanted != "" {
		return inScript(r.RequestURI, wanted)
	}
	return r.RequestURI
}

// inScript is the spelling of a request whose header names a script.
func inScript(spelling string, wanted script.Script) string {
	return spelling + " " + string(wanted)
}

// variesOf is Vary of an answer to a request.
func variesOf(r *http.Request, byLanguage bool) []string {
	if byLanguage && !givesScript(r) && r.Header[echo.HeaderAuthorization] == nil {
		return variesByLanguage
	}
	return variesAnyway
}

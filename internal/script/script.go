// Package script converts Chinese text and HTML between the simplified and
// the traditional script (Hans and Hant), and folds characters for search.
//
// What comes in is a text and two scripts; what goes out is text. The
// dictionaries are OpenCC's and embedded (see opencc/README.md). Nothing of
// articles, languages of readers or HTTP may come in, and no vocabulary:
// scripts are converted here, words are the newsroom's.
package script

import (
	"strings"

	"golang.org/x/text/language"
)

// Script is a script of Chinese as the API's `script` field names it.
type Script string

// The scripts there are. HantTW and HantHK are the standards of Taiwan and of
// Hong Kong and Macau; Hant is none of the two in particular.
const (
	Hans   Script = "hans"
	Hant   Script = "hant"
	HantTW Script = "hant-tw"
	HantHK Script = "hant-hk"
)

var tags = map[Script]string{Hans: "zh-Hans", Hant: "zh-Hant", HantTW: "zh-Hant-TW", HantHK: "zh-Hant-HK"}

// Tag is the BCP 47 tag of Chinese in the script, for Content-Language.
func (s Script) Tag() string {
	return tags[s]
}

// Parse reads one of the field's words, in any case: hans, hant, hant-tw or
// hant-hk.
func Parse(word string) (Script, bool) {
	s := Script(strings.ToLower(word))
	_, known := tags[s]
	return s, known
}

// Named is the script that a BCP 47 tag names outright, as zh-Hant-TW does.
// zh-TW and zh name none.
func Named(tag string) (Script, bool) {
	parsed, err := language.Parse(tag)
	if err != nil {
		return "", false
	}
	if _, named, _ := parsed.Raw(); named == (language.Script{}) {
		return "", false
	}
	return scriptOf(parsed)
}

// Of is the script that text in a language is written in, by its BCP 47 tag
// and the likely subtags of Unicode: zh and zh-CN are Hans, zh-TW is HantTW.
// False for what is no Chinese.
func Of(tag string) (Script, bool) {
	parsed, err := language.Parse(tag)
	if err != nil {
		return "", false
	}
	return scriptOf(parsed)
}

func scriptOf(tag language.Tag) (Script, bool) {
	base, _, region := tag.Raw()
	if base.String() != "zh" && base.String() != "cmn" {
		return "", false
	}
	written, _ := tag.Script()
	switch written.String() + "-" + region.String() {
	case "Hant-TW":
		return HantTW, true
	case "Hant-HK", "Hant-MO":
		return HantHK, true
	}
	switch written.String() {
	case "Hans":
		return Hans, true
	case "Hant":
		return Hant, true
	}
	return "", false
}

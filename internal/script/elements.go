package script

import "strings"

// inline elements do not part the text around them.
var inline = set("a abbr acronym b bdi bdo big cite data del dfn em font i ins mark q s small span strike strong sub sup time u wbr")

// verbatim elements hold what is no running text, or what parsers read as one
// lump in which tags would not be seen as tags.
var verbatim = set(`code kbd listing pre samp tt var
	iframe noembed noframes noscript plaintext script style template textarea title xmp`)

// void elements have no content.
var void = set("area base br col embed hr img input link meta source track wbr")

func set(names string) map[string]bool {
	all := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		all[name] = true
	}
	return all
}

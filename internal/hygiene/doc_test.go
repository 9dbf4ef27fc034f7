package hygiene

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestTheDocumentListsThePolicy reads the table of docs/body-html.md and holds
// it against the allow-list, both ways.
func TestTheDocumentListsThePolicy(t *testing.T) {
	document, err := os.ReadFile("../../docs/body-html.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string][]string{}
	for line := range strings.Lines(string(document)) {
		cells := strings.Split(line, "|")
		if len(cells) != 4 {
			continue
		}
		attributes := quoted(cells[2])
		if strings.TrimSpace(cells[1]) == "any of these" && !slices.Equal(attributes, globalAttributes) {
			t.Errorf("any element may have %v, the document says %v", globalAttributes, attributes)
		}
		for _, element := range quoted(cells[1]) {
			listed[element] = attributes
		}
	}
	if !maps.EqualFunc(listed, allowed, slices.Equal) {
		t.Errorf("the document lists\n%v\nthe policy\n%v", listed, allowed)
	}
}

func TestEveryAttributeHasARule(t *testing.T) {
	for element, attributes := range allowed {
		for _, attribute := range append(slices.Clone(globalAttributes), attributes...) {
			if _, hasRule := attributeRules[attribute]; !hasRule {
				t.Errorf("%s of %s has no rule", attribute, element)
			}
		}
	}
}

func quoted(cell string) []string {
	var words []string
	for _, match := range regexp.MustCompile("`([a-z0-9]+)`").FindAllStringSubmatch(cell, -1) {
		words = append(words, match[1])
	}
	return words
}

package hygiene

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// attacks reads testdata/xss.txt: ways to smuggle something active through a
// filter, by family.
func attacks(t testing.TB) []string {
	t.Helper()
	content, err := os.ReadFile("testdata/xss.txt")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		attack, err := strconv.Unquote(line)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		found = append(found, attack)
	}
	if len(found) < 400 || len(slices.Compact(slices.Sorted(slices.Values(found)))) < len(found) {
		t.Fatalf("%d attacks, or some twice", len(found))
	}
	return found
}

// TestAttacksAreHarmless trusts nothing but a full HTML parser: what it finds
// in the output must be of the allow-list, and so neither script, handler,
// style nor foreign scheme.
func TestAttacksAreHarmless(t *testing.T) {
	contexts := []string{"%", "<p>a %</p>", "<table><tr><td>%</td></tr></table>", "<pre>%", "<a href='/x'>%", "<ul><li>%", "<svg>%", "<b>%</b>"}
	for _, attack := range attacks(t) {
		for _, context := range contexts {
			checkPromises(t, strings.Replace(context, "%", attack, 1))
		}
	}
}

// TestTheOracleSeesAttacks proves that TestAttacksAreHarmless could fail.
func TestTheOracleSeesAttacks(t *testing.T) {
	for _, address := range []string{"javascript:alert(1)", "//evil.example", "/\\evil.example", "data:x"} {
		if links := attributeRules["href"]; links.MatchString(address) {
			t.Errorf("%q is taken for a link", address)
		}
	}
	for _, attack := range attacks(t) {
		clean, _ := Sanitise(attack)
		if clean == attack && strings.Contains(clean, "<") && !slices.Contains(harmless, attack) {
			t.Errorf("%q came through as it was", attack)
		}
	}
}

// harmless are links that at worst deceive readers: no browser runs anything.
var harmless = []string{
	`<a href="/%5cevil.example">x</a>`,
	`<a href="https://x.cn@evil.example/">x</a>`,
	`<a href="https://x.cn%00@evil.example/">x</a>`,
	`<a href="https://x.cn:99999999/">x</a>`,
	`<a href="/x?&lt;script&gt;alert(247)&lt;/script&gt;">x</a>`,
}

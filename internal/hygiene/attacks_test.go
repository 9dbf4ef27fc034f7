package hygiene

import (
	"slices"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/hygiene/attacks"
)

func TestThereAreManyAttacks(t *testing.T) {
	all := attacks.All()
	if len(all) < 400 || len(slices.Compact(slices.Sorted(slices.Values(all)))) < len(all) {
		t.Fatalf("%d attacks, or some twice", len(all))
	}
}

// TestAttacksAreHarmless trusts nothing but a full HTML parser: what it finds
// in the output must be of the allow-list, and so neither script, handler,
// style nor foreign scheme.
func TestAttacksAreHarmless(t *testing.T) {
	contexts := []string{"%", "<p>a %</p>", "<table><tr><td>%</td></tr></table>", "<pre>%", "<a href='/x'>%", "<ul><li>%", "<svg>%", "<b>%</b>"}
	for _, attack := range attacks.All() {
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
	for _, attack := range attacks.All() {
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

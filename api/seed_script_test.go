package api_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/internal/shared"
)

// TestSeedScript runs the example that does with curl and jq what TestSeed
// does. Where these are missing it is skipped, with REQUIRE_SHARED=1 it fails.
func TestSeedScript(t *testing.T) {
	page := shared.Path(t, "seed/expected.json")
	for _, tool := range []string{"bash", "curl", "jq"} {
		if _, err := exec.LookPath(tool); err != nil && os.Getenv("REQUIRE_SHARED") != "1" {
			t.Skipf("this needs %s", tool)
		}
	}
	each(t, func(t *testing.T, n *newsroom) {
		run := func(password string) (string, error) {
			script := exec.CommandContext(t.Context(), "bash", "../docs/examples/seed.sh", page)
			script.Env = append(os.Environ(), "BROADSHEET_URL="+n.url, "BROADSHEET_EMAIL=admin@example.org", "BROADSHEET_PASSWORD="+password)
			said, err := script.CombinedOutput()
			return string(said), err
		}
		if said, err := run("wrong"); err == nil || !strings.Contains(said, "401") {
			t.Errorf("with a wrong password: %v: %s", err, said)
		}
		said, err := run(password)
		if err != nil || !strings.Contains(said, "filed and read back: "+n.url) {
			t.Errorf("%v: %s", err, said)
		}
		n.get(t, "/v1/articles?with_total=true").has(t, "/page/total", 1)
		if said, err := run(password); err == nil || !strings.Contains(said, "409") {
			t.Errorf("what is there already is filed again: %v: %s", err, said)
		}
	})
}

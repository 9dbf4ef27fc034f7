package process_test

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/bench/process"
)

func TestUsage(t *testing.T) {
	p, err := process.Self("")
	if err != nil {
		t.Fatal(err)
	}
	if resident, err := p.Resident(); err != nil || resident < 1<<20 {
		t.Errorf("resident: %d, %v", resident, err)
	}
	before, err := p.Worked()
	mine := process.Mine()
	if err != nil {
		t.Fatal(err)
	}
	for begun := time.Now(); time.Since(begun) < 300*time.Millisecond; {
		_ = sha256.Sum256(make([]byte, 1<<16)) // work
	}
	if after, err := p.Worked(); err != nil || after <= before || process.Mine() <= mine {
		t.Errorf("worked %s, then %s, %v", before, after, err)
	}
}

func TestWorkedOf(t *testing.T) {
	name := filepath.Base(os.Args[0])[:min(15, len(filepath.Base(os.Args[0])))] // as the kernel cuts it
	own, noProcess := os.Getpid(), 1<<30
	if process.WorkedOf(name, []int{own, noProcess}) == 0 {
		t.Errorf("%s has not worked", name)
	}
	if process.WorkedOf("another", []int{own}) != 0 {
		t.Error("a process of another name counts")
	}
}

func TestStartTellsWhyNot(t *testing.T) {
	address, err := process.FreeAddress(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := process.Start(t.Context(), address, "/", nil, "/no/such/program"); err == nil || !strings.Contains(err.Error(), "/no/such/program") {
		t.Errorf("got %v", err)
	}
}

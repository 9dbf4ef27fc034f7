package cluster

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNewest(t *testing.T) {
	for _, c := range []struct {
		name    string
		folders []string
		want    string
	}{
		{"none", nil, ""},
		{"numbers, not letters", []string{"9.6", "10", "17", "15"}, "17"},
		{"minor versions", []string{"9.5", "9.6"}, "9.6"},
		{"what lacks a program does not count", []string{"15", "18-incomplete"}, "15"},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir()
			for _, name := range c.folders {
				install(t, filepath.Join(root, name, "bin"))
			}
			got, _ := newest([]string{filepath.Join(root, "*", "bin")})
			want := ""
			if c.want != "" {
				want = filepath.Join(root, c.want, "bin")
			}
			if got != want {
				t.Errorf("newest of %v: %q, want %q", c.folders, got, want)
			}
		})
	}
}

func TestOnPathFollowsTheLink(t *testing.T) {
	bin, links := filepath.Join(t.TempDir(), "bin"), t.TempDir()
	install(t, bin)
	if err := os.Symlink(filepath.Join(bin, "pg_ctl"), filepath.Join(links, "pg_ctl")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", links)
	if got, found := onPath(); !found || got != bin {
		t.Errorf("onPath: %q %v, want %q", got, found, bin)
	}
	t.Setenv("PATH", t.TempDir())
	if got, found := onPath(); found {
		t.Errorf("onPath without pg_ctl: %q", got)
	}
}

func TestBinariesMissing(t *testing.T) {
	places := installed
	t.Cleanup(func() { installed = places })
	installed = nil
	t.Setenv("PATH", t.TempDir())
	if bin, err := Binaries(); !errors.Is(err, ErrNotInstalled) {
		t.Errorf("found %q, error %v, want ErrNotInstalled", bin, err)
	}
}

func TestTraversable(t *testing.T) {
	root := t.TempDir()
	inner := filepath.Join(root, "closed", "inner")
	if err := os.MkdirAll(inner, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Dir(inner), 0o700); err != nil {
		t.Fatal(err)
	}
	if traversable(inner) {
		t.Errorf("%s lies in a closed folder, and is said to be open", inner)
	}
	if !traversable("/") {
		t.Error("the root is said to be closed")
	}
}

// install makes the programs of a Postgres, without pg_ctl where bin is "…-incomplete".
func install(t *testing.T, bin string) {
	t.Helper()
	if err := os.MkdirAll(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range needed {
		if name == "pg_ctl" && strings.Contains(bin, "incomplete") {
			continue
		}
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

package cluster

import (
	"cmp"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
)

// ErrNotInstalled says that no Postgres was named and none is installed.
var ErrNotInstalled = errors.New("no Postgres: set " + Variable +
	", or install one (Debian: apt-get install postgresql; macOS: brew install postgresql)")

// installed are the folders where packagers put the server's binaries.
var installed = []string{
	"/usr/lib/postgresql/*/bin", // Debian, Ubuntu
	"/usr/pgsql-*/bin",          // Fedora, RHEL
	"/opt/homebrew/opt/postgresql*/bin",
	"/usr/local/opt/postgresql*/bin",
	"/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",
	"/Applications/Postgres.app/Contents/Versions/*/bin",
}

var needed = []string{"initdb", "pg_ctl", "postgres"}

// Binaries returns the folder of the Postgres server's programs: that of pg_ctl on
// PATH, else the newest version in the usual places, else ErrNotInstalled.
func Binaries() (string, error) {
	if dir, found := onPath(); found {
		return dir, nil
	}
	if dir, found := newest(installed); found {
		return dir, nil
	}
	return "", ErrNotInstalled
}

// onPath follows links: PATH may hold a link to pg_ctl and not to its neighbours.
func onPath() (string, bool) {
	link, err := exec.LookPath("pg_ctl")
	if err != nil {
		return "", false
	}
	program, err := filepath.EvalSymlinks(link)
	if err != nil {
		return "", false
	}
	dir := filepath.Dir(program)
	return dir, complete(dir)
}

func newest(patterns []string) (string, bool) {
	var dirs []string
	for _, pattern := range patterns {
		matches, err := filepath.Glob(pattern)
		if err != nil {
			continue
		}
		dirs = append(dirs, slices.DeleteFunc(matches, func(dir string) bool { return !complete(dir) })...)
	}
	if len(dirs) == 0 {
		return "", false
	}
	return slices.MaxFunc(dirs, func(a, b string) int { return cmp.Compare(version(a), version(b)) }), true
}

var digits = regexp.MustCompile(`\d+(\.\d+)?`)

// version reads 17 out of …/17/bin and …/postgresql@17/bin, and 0 where there is
// no number.
func version(bin string) float64 {
	number, err := strconv.ParseFloat(digits.FindString(filepath.Base(filepath.Dir(bin))), 64)
	if err != nil {
		return 0
	}
	return number
}

func complete(dir string) bool {
	return !slices.ContainsFunc(needed, func(name string) bool {
		info, err := os.Stat(filepath.Join(dir, name))
		return err != nil || info.IsDir()
	})
}

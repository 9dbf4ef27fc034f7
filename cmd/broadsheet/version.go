package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type versionCommand struct{}

// Run prints the version, what built it and from which commit.
func (*versionCommand) Run(std streams) error {
	_, err := fmt.Fprintf(std.out, "broadsheet %s, %s %s/%s, commit %s\n",
		version, runtime.Version(), runtime.GOOS, runtime.GOARCH, commit())
	return err
}

// commit is what the binary was built from, as far as the build recorded it.
func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	recorded := map[string]string{}
	for _, setting := range info.Settings {
		recorded[setting.Key] = setting.Value
	}
	revision := recorded["vcs.revision"]
	switch {
	case revision == "":
		return "unknown"
	case recorded["vcs.modified"] == "true":
		return revision + " with changes"
	default:
		return revision
	}
}

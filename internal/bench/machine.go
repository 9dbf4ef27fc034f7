package main

import (
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
)

// machine says in a line what the figures were taken on.
func machine() []string {
	return []string{processor(), runtime.GOOS + "/" + runtime.GOARCH, runtime.Version()}
}

func processor() string {
	cores := plural(runtime.NumCPU(), "core")
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return cores
	}
	model := regexp.MustCompile(`(?m)^model name\s*: (.+)$`).FindSubmatch(text)
	if model == nil {
		return cores
	}
	return cores + " of " + strings.TrimSpace(string(model[1]))
}

// moduleVersion is the version of a module in this program, which Broadsheet has
// too.
func moduleVersion(path string) string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == path {
			return module.Version
		}
	}
	return "of unknown version"
}

package main

import (
	"math"
	"os"
	"runtime/debug"
)

// limitMemory has Go hold little more than the answers that may be kept and a
// working room, and collect garbage seldom while it is far from that. What
// SQLite caches is beside it. GOMEMLIMIT and GOGC, where the operator gives them,
// hold instead.
func limitMemory(cacheBytes int64) {
	const (
		room = 34 << 20 // bytes
		rare = 400      // percent
	)
	if debug.SetMemoryLimit(-1) == math.MaxInt64 {
		debug.SetMemoryLimit(cacheBytes + room)
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(rare)
	}
}

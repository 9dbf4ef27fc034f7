package main

import (
	"math"
	"runtime/debug"
)

// limitMemory has the garbage collector keep what Go holds near the answers that
// may be kept and a working room, where the operator gave no GOMEMLIMIT: else a
// full cache would stand twice in memory before it is looked at. The limit is
// soft, and what SQLite caches is beside it.
func limitMemory(cacheBytes int64) {
	const room = 40 << 20
	if debug.SetMemoryLimit(-1) == math.MaxInt64 {
		debug.SetMemoryLimit(cacheBytes + room)
	}
}

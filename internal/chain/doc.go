// Package chain makes what is altered behind the API show: it writes an
// article as canonical JSON, hashes one revision over the one before, and tells
// whether hashes, signatures and keys hold.
//
// What may come in: articles, revisions and keys as values. What may not: the
// database, files, the clock, private keys.
package chain

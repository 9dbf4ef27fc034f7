// Package search knows how text is found: folding, the terms that an index
// holds, what a query asks, what it matches, how well, and where. Texts,
// queries and the map of Hant to Hans characters come in; strings and integers
// go out. No I/O, no database: both engines store what this package made and
// ask what it says, so that both give the same hits.
//
// # The folded form
//
// Fold turns a text into units: single characters of the scripts that are
// written without spaces or are searched by syllable (Han, kana, Hangul, Thai
// and the like: dense scripts), runs of letters (words) and runs of digits
// (numbers). Compatibility forms, case, the accents of Latin and Greek and the
// difference between Hant and Hans are gone; the voicing of kana and the marks
// of other scripts stay. "5G基站" is 5, g, 基, 站, and so is "５Ｇ 基站".
// What is between units, punctuation included, leaves no trace, but for an
// empty line: nothing is found across paragraphs.
//
// Written down, dense characters touch and every word and number has one space
// before and one behind it: " 5 g 基站". So each question about units is one
// about substrings, which Go, Postgres and SQLite answer alike.
//
// # What matches
//
// A query is a list of clauses, and all must hold. A clause is a word or a
// quoted phrase; its units must stand next to each other in one value of a
// field. A word's last unit, if it is a run of three letters or more, may go
// on: "manu" finds manufacturing. A clause that is one English word finds its
// inflections too. Phrases are exact.
package search

// Package demo holds the sample site, a made-up paper of a made-up harbour
// town, and loads it into an empty database the way an editor would: through
// the service, as the system.
//
// What may come in: text of our own writing. What may not: SQL, HTTP, anything
// that a real newsroom would need.
package demo

// Package auth proves who somebody is: it hashes passwords, keeps the signing
// keys, and makes and reads tokens.
//
// What may come in: strings, times, and the folder of the signing keys. What may
// not: users, roles, sessions, the database, HTTP. Who may do what is decided in
// package news; whether a session still lives, in package service.
package auth

// Package migrations embeds the schema of Broadsheet, one folder a database
// engine. Both folders hold the same steps under the same numbers and lead to
// the same tables, columns and unique keys; a test in store holds them
// together.
package migrations

import "embed"

// Postgres and SQLite hold the numbered steps for goose.
var (
	//go:embed postgres/*.sql
	Postgres embed.FS
	//go:embed sqlite/*.sql
	SQLite embed.FS
)

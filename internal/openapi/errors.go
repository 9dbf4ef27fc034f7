package openapi

import (
	"fmt"
	"strings"
)

// Errors returns docs/errors.md: what every error code means.
func Errors(problems []Problem) []byte {
	var out strings.Builder
	out.WriteString(errorsHead)
	for _, p := range problems {
		fmt.Fprintf(&out, "| `%s` | %d | %s | %s |\n", p.Code, p.Status, p.Title, p.Meaning)
	}
	return []byte(out.String())
}

const errorsHead = `# Error codes

Every error is problem details (RFC 9457, application/problem+json). Its code is stable: programs decide by it, never by the
title or the detail, which are for people. GET /problems/{code} serves the same entries. This file is generated: run
"make docs".

| code | status | title | meaning |
|---|---|---|---|
`

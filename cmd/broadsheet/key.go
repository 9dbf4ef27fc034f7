package main

import (
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/auth"
	"github.com/seed-6f93249c/broadsheet/internal/config"
)

type keyCommands struct {
	List   keyListCommand   `cmd:"" help:"List the keys that sign tokens."`
	Rotate keyRotateCommand `cmd:"" help:"Add a key that signs from now on."`
}

type keyListCommand struct {
	config.Keys
}

// Run lists the keys, the oldest first.
func (c *keyListCommand) Run(std streams) error {
	keys, err := auth.ListKeys(c.SigningKeys, time.Now())
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "KID\tSINCE\tSIGNS")
	for _, key := range keys {
		since := "-"
		if !key.Since.IsZero() {
			since = key.Since.Format(time.RFC3339)
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%t\n", key.ID, since, key.Signs)
	}
	return table.Flush()
}

type keyRotateCommand struct {
	config.Keys
}

// Help is shown by broadsheet key rotate --help.
func (*keyRotateCommand) Help() string {
	return `The new key signs a minute from now; a server that runs picks it up by itself. What older keys signed stays good until it
expires. To end all that an old key signed, tokens of scripts included, take its file away; within a minute it is forgotten.

Examples:

  broadsheet key rotate
  broadsheet key rotate --signing-keys /etc/broadsheet/keys`
}

// Run adds a key.
func (c *keyRotateCommand) Run(std streams) error {
	id, err := auth.RotateKey(c.SigningKeys)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(std.out, "The key %s signs in a minute.\n", id)
	return err
}

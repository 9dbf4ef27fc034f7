package main

import (
	"encoding/json"
	"errors"
	"os"
	"sync"
)

// entry is a write that the server said it had done.
type entry struct {
	Article  string `json:"article"`
	Revision int    `json:"revision"`
	Marker   string `json:"marker"` // its change note, and the title too where titled
	Titled   bool   `json:"titled"`
}

// ledger is every acknowledged write, in memory and in a file.
type ledger struct {
	mutex   sync.Mutex
	entries []entry
	file    *os.File
}

func openLedger(path string) (*ledger, error) {
	file, err := os.Create(path)
	return &ledger{file: file}, err
}

func (l *ledger) add(e entry) error {
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.entries = append(l.entries, e)
	_, err = l.file.Write(append(line, '\n'))
	return err
}

func (l *ledger) close() error { return errors.Join(l.file.Sync(), l.file.Close()) }

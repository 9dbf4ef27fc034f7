package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/seed-6f93249c/broadsheet/internal/news"
	"github.com/seed-6f93249c/broadsheet/internal/service"
)

// A checkpoint begins with a line of its own, has a line an article, in the
// order of their ids, and ends with their number.
const (
	checkpointBegin = "broadsheet checkpoint 1"
	checkpointEnd   = "end "
)

// readCheckpoint reads the heads of a file as they are asked for; of a file
// that is not there, none.
func readCheckpoint(path string) iter.Seq2[service.Head, error] {
	return func(yield func(service.Head, error) bool) {
		file, err := os.Open(path) //nolint:gosec // the file that was asked for
		if errors.Is(err, fs.ErrNotExist) {
			return
		}
		if err != nil {
			yield(service.Head{}, err)
			return
		}
		defer func() { _ = file.Close() }()
		stopped, err := readHeads(file, func(head service.Head) bool { return yield(head, nil) })
		if err != nil && !stopped {
			yield(service.Head{}, fmt.Errorf("the checkpoint %s: %w", path, err))
		}
	}
}

// readHeads reads a checkpoint until one says stop.
func readHeads(file io.Reader, one func(service.Head) bool) (stopped bool, err error) {
	lines := bufio.NewScanner(file)
	if !lines.Scan() || lines.Text() != checkpointBegin {
		return false, errors.New("its first line is another's")
	}
	last := ""
	for n := 0; lines.Scan(); n++ {
		if lines.Text() == checkpointEnd+strconv.Itoa(n) {
			return false, nil
		}
		head, ok := parseHead(lines.Text())
		if !ok || head.ArticleID <= last {
			return false, fmt.Errorf("line %d is not of a checkpoint", n+2)
		}
		if last = head.ArticleID; !one(head) {
			return true, nil
		}
	}
	return false, errors.Join(errors.New("it ends early"), lines.Err())
}

func parseHead(line string) (service.Head, bool) {
	const parts, hashLength = 3, 64
	fields := strings.Split(line, " ")
	if len(fields) != parts {
		return service.Head{}, false
	}
	id, isID := news.ParseID(fields[0])
	number, err := strconv.Atoi(fields[1])
	return service.Head{ArticleID: id, Number: number, Hash: fields[2]}, isID && err == nil && len(fields[2]) == hashLength
}

// checkpoint is a checkpoint that is being written, beside the one whose place
// it will take.
type checkpoint struct {
	path  string
	file  *os.File
	out   *bufio.Writer
	heads int
}

func newCheckpoint(path string) (*checkpoint, error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".checkpoint-*")
	if err != nil {
		return nil, fmt.Errorf("write a checkpoint: %w", err)
	}
	c := &checkpoint{path: path, file: file, out: bufio.NewWriter(file)}
	_, err = c.out.WriteString(checkpointBegin + "\n")
	return c, err
}

func (c *checkpoint) write(head service.Head) error {
	c.heads++
	_, err := fmt.Fprintf(c.out, "%s %d %s\n", head.ArticleID, head.Number, head.Hash)
	return err
}

// keep puts the checkpoint in its place.
func (c *checkpoint) keep() error {
	_, err := c.out.WriteString(checkpointEnd + strconv.Itoa(c.heads) + "\n")
	if err := errors.Join(err, c.out.Flush(), c.file.Sync(), c.file.Close()); err != nil {
		return fmt.Errorf("write the checkpoint: %w", err)
	}
	return os.Rename(c.file.Name(), c.path)
}

// discard removes what was not kept.
func (c *checkpoint) discard() error {
	_ = c.file.Close()
	err := os.Remove(c.file.Name())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

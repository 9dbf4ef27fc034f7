// Package judge measures how good the order of search results is, for the tests
// of whatever searches: internal/search by itself, and both engines. Judged
// documents and queries come in, as text; figures go out.
package judge

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Document is a short article, as plain text.
type Document struct {
	ID                   string
	Days                 int // since it was published
	Section              string
	Tags, Bylines        []string
	Title, Summary, Body string
}

// Query is what a reader asks for, and how well the documents that answer it
// do: 3 is what was looked for, 1 mentions it, 0 (all others) is no answer.
type Query struct {
	Text   string
	Grades map[string]int
}

// Set is a judged set.
type Set struct {
	Documents []Document
	Queries   []Query
}

// Read reads a set. Each line of documents is
// id|days|section|tags|bylines|title|summary|body with commas between tags and
// between bylines; each of queries is query|id:grade id:grade …. Lines that
// begin with # are comments. A grade of a document that is not there is an
// error.
func Read(documents, queries io.Reader) (Set, error) {
	var set Set
	known := map[string]bool{}
	err := lines(documents, func(line string) error {
		d, err := readDocument(line)
		if known[d.ID] {
			return fmt.Errorf("the document %s is there twice", d.ID)
		}
		known[d.ID] = true
		set.Documents = append(set.Documents, d)
		return err
	})
	if err != nil {
		return Set{}, err
	}
	err = lines(queries, func(line string) error {
		q, err := readQuery(line, known)
		set.Queries = append(set.Queries, q)
		return err
	})
	return set, err
}

// lines calls read for each line that is no comment, and says where it failed.
func lines(in io.Reader, read func(line string) error) error {
	scanner := bufio.NewScanner(in)
	for n := 1; scanner.Scan(); n++ {
		if strings.HasPrefix(scanner.Text(), "#") {
			continue
		}
		if err := read(scanner.Text()); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	return scanner.Err()
}

func readDocument(line string) (Document, error) {
	const columns = 8
	parts := strings.Split(line, "|")
	if len(parts) != columns {
		return Document{}, fmt.Errorf("%d columns, not %d", len(parts), columns)
	}
	days, err := strconv.Atoi(parts[1])
	return Document{
		ID: parts[0], Days: days, Section: parts[2], Tags: list(parts[3]), Bylines: list(parts[4]),
		Title: parts[5], Summary: parts[6], Body: parts[7],
	}, err
}

func list(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}

func readQuery(line string, known map[string]bool) (Query, error) {
	text, grades, _ := strings.Cut(line, "|")
	q := Query{Text: text, Grades: map[string]int{}}
	for graded := range strings.FieldsSeq(grades) {
		id, grade, _ := strings.Cut(graded, ":")
		n, err := strconv.Atoi(grade)
		if err != nil {
			return q, err
		}
		if _, twice := q.Grades[id]; twice || !known[id] {
			return q, fmt.Errorf("the document %s is unknown or graded twice", id)
		}
		q.Grades[id] = n
	}
	if len(q.Grades) == 0 {
		return q, fmt.Errorf("the query %s has no answer", text)
	}
	return q, nil
}

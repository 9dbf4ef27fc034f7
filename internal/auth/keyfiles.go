package auth

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// maxKeyFileBytes is far above what a file of keys has; a key takes 119 bytes.
const maxKeyFileBytes = 64 * 1024

// keySource tells how to read the keys that setting names, and has ensure see to it
// that a folder has a key.
func keySource(setting string, ensure func(folder string) (bool, error)) (read func() ([]key, error), made bool, err error) {
	read, isFolder, err := keyReader(setting)
	if err == nil && isFolder {
		made, err = ensure(setting)
	}
	return read, made, err
}

// keyReader tells how to read the keys that setting names, and whether it names a
// folder, which may be missing.
func keyReader(setting string) (read func() ([]key, error), isFolder bool, err error) {
	if strings.Contains(setting, "-----BEGIN") {
		text := strings.ReplaceAll(setting, `\n`, "\n")
		return func() ([]key, error) { return readText(text) }, false, nil
	}
	info, err := os.Stat(setting)
	switch {
	case err == nil && !info.IsDir():
		return func() ([]key, error) { return readFile(setting) }, false, nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, false, fmt.Errorf("signing keys: %w", err)
	case err != nil && filepath.Ext(setting) == ".pem":
		return nil, false, fmt.Errorf("signing keys: there is no file %s", setting)
	}
	return func() ([]key, error) { return readFolder(setting) }, true, nil
}

func readText(text string) ([]key, error) {
	keys, err := parseKeys([]byte(text), time.Time{})
	if err != nil {
		return nil, fmt.Errorf("signing keys given as text: %w", err)
	}
	return inOrder(keys), nil
}

func readFile(path string) ([]key, error) {
	folder, name := filepath.Split(path)
	keys, err := readKeys(os.DirFS(filepath.Clean(folder)), name)
	if err != nil {
		return nil, fmt.Errorf("signing key %s: %w", path, err)
	}
	return inOrder(keys), nil
}

func readFolder(folder string) ([]key, error) {
	if err := checkFolder(folder); err != nil {
		return nil, err
	}
	names, err := keyFiles(folder)
	if err != nil {
		return nil, err
	}
	var keys []key
	for _, name := range names {
		found, err := readKeys(os.DirFS(folder), name)
		if err != nil {
			return nil, fmt.Errorf("signing key %s: %w", filepath.Join(folder, name), err)
		}
		keys = append(keys, found...)
	}
	if len(keys) == 0 {
		return nil, fmt.Errorf("signing keys %s: %w", folder, errNoKey)
	}
	return inOrder(keys), nil
}

// keyFiles gives the names of what is to be read in a folder, in order.
func keyFiles(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("signing keys: %w", err)
	}
	var names []string
	for _, entry := range entries {
		if !entry.IsDir() && !strings.HasPrefix(entry.Name(), ".") {
			names = append(names, entry.Name())
		}
	}
	return names, nil
}

func readKeys(folder fs.FS, name string) ([]key, error) {
	info, err := fs.Stat(folder, name)
	if err != nil {
		return nil, err
	}
	if err := checkFile(info); err != nil {
		return nil, err
	}
	data, err := fs.ReadFile(folder, name)
	if err != nil {
		return nil, err
	}
	return parseKeys(data, info.ModTime())
}

func checkFile(info fs.FileInfo) error {
	switch {
	case !info.Mode().IsRegular():
		return errors.New("it is not a regular file")
	case info.Size() > maxKeyFileBytes:
		return fmt.Errorf("it has more than %d bytes", maxKeyFileBytes)
	case tooOpen(info, 0o027):
		return fmt.Errorf("its permissions are %#o, it must be 0640 at most", info.Mode().Perm())
	}
	return nil
}

func checkFolder(folder string) error {
	info, err := os.Stat(folder)
	if err != nil {
		return fmt.Errorf("signing keys: %w", err)
	}
	if tooOpen(info, 0o022) && info.Mode()&fs.ModeSticky == 0 {
		return fmt.Errorf("signing keys %s: its permissions are %#o, only its owner may write to it",
			folder, info.Mode().Perm())
	}
	return nil
}

// tooOpen tells whether any of the forbidden permissions is given. On Windows the
// mode says nothing about who may read a file.
func tooOpen(info fs.FileInfo, forbidden fs.FileMode) bool {
	return runtime.GOOS != "windows" && info.Mode().Perm()&forbidden != 0
}

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"testing"

	"go.yaml.in/yaml/v4"
)

const module = "../../.."

var built = sync.OnceValues(func() (map[string][]byte, error) { return documents(module) })

func TestDocumentsAreCurrent(t *testing.T) {
	files, err := built()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(module, "docs", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("docs/%s is not what the code says: run make docs", name)
		}
	}
}

func TestDocumentsAreTheSameEveryTime(t *testing.T) {
	once, err := built()
	if err != nil {
		t.Fatal(err)
	}
	again, err := documents(module)
	if err != nil {
		t.Fatal(err)
	}
	for name := range once {
		if !bytes.Equal(once[name], again[name]) {
			t.Errorf("%s differs from one run to the next", name)
		}
	}
}

func TestYAMLSaysWhatJSONSays(t *testing.T) {
	files, err := built()
	if err != nil {
		t.Fatal(err)
	}
	var fromJSON, fromYAML any
	if err := json.Unmarshal(files["openapi.json"], &fromJSON); err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(files["openapi.yaml"], &fromYAML); err != nil {
		t.Fatal(err)
	}
	asJSON, err := json.Marshal(fromYAML)
	if err != nil {
		t.Fatal(err)
	}
	var read any
	if err := json.Unmarshal(asJSON, &read); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(fromJSON, read) {
		t.Error("openapi.yaml and openapi.json differ")
	}
}

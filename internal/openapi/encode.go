package openapi

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/getkin/kin-openapi/openapi3"
	"go.yaml.in/yaml/v4"
)

// JSON writes the document, indented and with its keys sorted: the same
// document gives the same bytes.
func JSON(doc *openapi3.T) ([]byte, error) {
	encoded, err := doc.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("write the document: %w", err)
	}
	var plain any
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.UseNumber()
	if err := decoder.Decode(&plain); err != nil {
		return nil, fmt.Errorf("read the document: %w", err)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err = encoder.Encode(plain)
	return out.Bytes(), err
}

// YAML writes a JSON document as YAML, in the same order.
func YAML(document []byte) ([]byte, error) {
	var node yaml.Node
	if err := yaml.Unmarshal(document, &node); err != nil {
		return nil, fmt.Errorf("read the document: %w", err)
	}
	plainStyle(&node)
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(&node); err != nil {
		return nil, fmt.Errorf("write the document as YAML: %w", err)
	}
	err := encoder.Close()
	return out.Bytes(), err
}

// plainStyle drops the braces and quotes of JSON where YAML can do without.
func plainStyle(node *yaml.Node) {
	node.Style = 0
	for _, inner := range node.Content {
		plainStyle(inner)
	}
}

package openapi

import (
	"bytes"
	"fmt"
)

// prune drops the schemas that nothing refers to any more: inputs that are
// only ever a patch, and what they alone referred to.
func (b *builder) prune() error {
	for {
		encoded, err := b.doc.MarshalJSON()
		if err != nil {
			return fmt.Errorf("write the document: %w", err)
		}
		before := len(b.doc.Components.Schemas)
		for _, name := range sortedNames(b.doc.Components.Schemas) {
			if !bytes.Contains(encoded, []byte(`"`+schemas+name+`"`)) {
				delete(b.doc.Components.Schemas, name)
			}
		}
		if len(b.doc.Components.Schemas) == before {
			return nil
		}
	}
}

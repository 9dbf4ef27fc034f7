package hygiene

import "slices"

// placeInTable closes what stands between a part of a table and the nearest
// element that it may be in, and opens what is missing in between. Outside a
// table it has no place.
func (b *balancer) placeInTable(name string, parents map[string]bool) bool {
	if b.open["table"] == 0 {
		return false
	}
	for i, element := range slices.Backward(b.stack) {
		if parents[element.name] {
			b.closeTo(i + 1)
			break
		}
	}
	b.openTowards(name)
	return true
}

// openCell opens a cell for what can't stand between the parts of a table.
func (b *balancer) openCell() {
	switch b.top() {
	case "table", "thead", "tbody", "tfoot", "tr":
		b.openTowards("td")
		b.push(element{name: "td"}, nil)
	}
}

// openTowards opens what must stand between the innermost element, which is of
// a table, and a part of it.
func (b *balancer) openTowards(name string) {
	forCell := name == "td" || name == "th"
	if b.top() == "table" && (forCell || name == "tr") {
		b.push(element{name: "tbody"}, nil)
	}
	if b.top() != "tr" && forCell {
		b.push(element{name: "tr"}, nil)
	}
}

package hygiene

import "slices"

// closeThrough closes every open element of these names within reach from
// here.
func (b *balancer) closeThrough(names ...string) {
	for _, name := range names {
		for i := b.find(name, stopsOf(name)); i >= 0; i = b.find(name, stopsOf(name)) {
			b.closeTo(i + 1)
			if name == "p" {
				b.dropIfEmpty(&b.stack[i])
			}
			b.closeTo(i)
		}
	}
}

// dropIfEmpty takes back the start tag of a paragraph that a block ends before
// anything is in it.
func (b *balancer) dropIfEmpty(paragraph *element) {
	if len(b.out) == paragraph.end && isBlank(b.run.String()) {
		b.out = b.out[:paragraph.begin]
		paragraph.hidden = true
	}
}

// closeInto closes what is open in the nearest element of that name, and
// reports whether there is one.
func (b *balancer) closeInto(name string) bool {
	i := b.find(name, stopsOf(name))
	if i >= 0 {
		b.closeTo(i + 1)
	}
	return i >= 0
}

// find returns the place on the stack of the nearest open element of that
// name, -1 when there is none above the first at which stop is true.
func (b *balancer) find(name string, stop func(name string) bool) int {
	if b.open[name] == 0 {
		return -1
	}
	for i, element := range slices.Backward(b.stack) {
		if element.name == name {
			return i
		}
		if stop(element.name) {
			return -1
		}
	}
	return -1
}

// closeTo closes the innermost elements until depth are left.
func (b *balancer) closeTo(depth int) {
	for len(b.stack) > depth {
		last := b.stack[len(b.stack)-1]
		if !last.hidden {
			b.flush()
			b.out = append(b.out, "</"+last.name+">"...)
		}
		b.stack = b.stack[:len(b.stack)-1]
		b.open[last.name]--
	}
}

// top names the innermost element that counts as a parent, "" when none does:
// a hidden one is none, but for wrappers.
func (b *balancer) top() string {
	for _, element := range slices.Backward(b.stack) {
		if !element.hidden || element.name == wrapper {
			return element.name
		}
	}
	return ""
}

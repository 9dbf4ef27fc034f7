package script

import "sync"

// Converter converts between two scripts. It is safe for use by several
// goroutines at once. A nil Converter leaves everything as it is.
type Converter struct {
	steps []func() *chain
}

// routes names OpenCC's configurations that lead from one script to another.
// Text that is in any Hant already stays as it is for who asks for Hant.
var routes = map[[2]Script][]string{
	{Hans, Hant}:     {"s2t"},
	{Hans, HantTW}:   {"s2tw"},
	{Hans, HantHK}:   {"s2hk"},
	{Hant, Hans}:     {"t2s"},
	{Hant, HantTW}:   {"t2tw"},
	{Hant, HantHK}:   {"t2hk"},
	{HantTW, Hans}:   {"tw2s"},
	{HantTW, HantHK}: {"tw2t", "t2hk"},
	{HantHK, Hans}:   {"hk2s"},
	{HantHK, HantTW}: {"hk2t", "t2tw"},
}

var converters = func() map[[2]Script]*Converter {
	chains := map[string]func() *chain{}
	all := map[[2]Script]*Converter{}
	for route, names := range routes {
		c := &Converter{}
		for _, name := range names {
			if chains[name] == nil {
				chains[name] = sync.OnceValue(func() *chain { return shipped().mustChain(name) })
			}
			c.steps = append(c.steps, chains[name])
		}
		all[route] = c
	}
	return all
}()

// For is the converter of text in a language, by its BCP 47 tag, to a script,
// or nil where nothing converts: the language is not Chinese, or the text is
// in that script already. Dictionaries are read when a converter is first
// used, which takes 60 ms of one core at most, and then stay in memory: 3.6 MB
// for all of them.
func For(languageTag string, to Script) *Converter {
	from, chinese := Of(languageTag)
	if !chinese {
		return nil
	}
	return converters[[2]Script{from, to}]
}

// Text converts plain text. Bytes that are no UTF-8 stay as they are, and so
// does every character that no dictionary names. As many characters come out
// as go in.
func (c *Converter) Text(text string) string {
	if c == nil {
		return text
	}
	for _, step := range c.steps {
		text = step().convert(text)
	}
	return text
}

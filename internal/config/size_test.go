package config

import "testing"

func TestSize(t *testing.T) {
	for text, want := range map[string]Size{
		"0": 0, "7": 7, "7B": 7, "1KiB": 1 << 10, "64MiB": 64 << 20, "2GiB": 2 << 30, "1024GiB": 1 << 40,
	} {
		got := Size(3)
		if err := got.UnmarshalText([]byte(text)); err != nil || got != want {
			t.Errorf("%q is %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "MiB", "-1", "1.5MiB", "64 MiB", "64MB", "64mib", "64M", "1iB", "2000GiB", "1BB", "0x10", "99999999999999999999"} {
		if err := new(Size).UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is a size", text)
		}
	}
}

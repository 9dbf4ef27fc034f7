package config

import (
	"testing"
	"time"
)

func TestRate(t *testing.T) {
	for text, want := range map[string]Rate{
		"0": {}, "1/s": {1, time.Second}, "600/m": {600, time.Minute}, "5000/h": {5000, time.Hour}, "1000000/s": {1_000_000, time.Second},
	} {
		got := Rate{Times: 7}
		if err := got.UnmarshalText([]byte(text)); err != nil || got != want {
			t.Errorf("%q is %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "600", "m", "/m", "0/m", "-1/m", "1.5/s", "600/d", "600/m/h", "600 / m", "1000001/s", "off"} {
		if err := new(Rate).UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is a rate", text)
		}
	}
}

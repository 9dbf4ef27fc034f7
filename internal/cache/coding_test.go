package cache

import (
	"bytes"
	"io"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

func decoded(t *testing.T, coding Coding, body []byte) []byte {
	t.Helper()
	var reader io.Reader = bytes.NewReader(body)
	var err error
	switch coding {
	case Gzip:
		reader, err = gzip.NewReader(reader)
	case Brotli:
		reader = brotli.NewReader(reader)
	case Zstd:
		reader, err = zstd.NewReader(reader, zstd.WithDecoderConcurrency(1))
	case Identity:
	}
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(reader)
	if err != nil {
		t.Fatalf("%v: %v", coding, err)
	}
	return plain
}

func TestNegotiate(t *testing.T) {
	for header, want := range map[string]Coding{
		"":                                Identity,
		"gzip":                            Gzip,
		"x-gzip":                          Gzip,
		"GZIP":                            Gzip,
		"gzip, deflate, br, zstd":         Zstd,
		"gzip, deflate, br":               Brotli,
		"gzip;q=1.0, br;q=0.9":            Gzip,
		"gzip;q=0.5,br;q=0.5":             Brotli,
		"gzip ; q=0.5 , zstd ; Q=0.4":     Gzip,
		"gzip;q=0":                        Identity,
		"gzip;q=0, *":                     Zstd,
		"*":                               Zstd,
		"*;q=0.1, gzip;q=0.2":             Gzip,
		"zstd;q=0, br;q=0.000, *;q=0.001": Gzip,
		"identity, gzip;q=0.5":            Identity,
		"identity;q=0.5, gzip;q=0.5":      Gzip,
		"identity;q=0, gzip;q=0.1":        Gzip,
		"deflate, compress":               Identity,
		"gzip;q=2":                        Identity,
		"gzip;q=-1":                       Identity,
		"gzip;q=NaN":                      Identity,
		"gzip;q=":                         Identity,
		"gzip;level=9":                    Identity,
		",,gzip,,":                        Gzip,
		";q=1":                            Identity,
		"gzipped":                         Identity,
		"br;q=0.8;q=0.1":                  Identity,
		"\tgzip\t":                        Gzip,
	} {
		if got := Negotiate([]string{header}); got != want {
			t.Errorf("%q asks for %v, want %v", header, got, want)
		}
	}
	if got := Negotiate([]string{"gzip;q=0.5", "br"}); got != Brotli {
		t.Errorf("two fields ask for %v", got)
	}
	if got := Negotiate(nil); got != Identity {
		t.Errorf("none asks for %v", got)
	}
}

package cache

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Coding is a content coding (RFC 9110, 8.4.1).
type Coding int

// The codings, the preferred first where a client has no preference.
const (
	Identity Coding = iota
	Zstd
	Brotli
	Gzip

	codings = iota
)

// leastEncoded is the size in bytes below which coding gains nothing.
const leastEncoded = 1024

// String returns the coding as Content-Encoding names it.
func (c Coding) String() string {
	return [codings]string{"identity", "zstd", "br", "gzip"}[c]
}

// Negotiate returns the coding that the values of Accept-Encoding ask for (RFC
// 9110, 12.5.3): of those with the greatest weight the first of ours. Where
// nothing fits it is Identity.
func Negotiate(values []string) Coding {
	if len(values) == 0 {
		return Identity
	}
	weights := [codings]int{-1, -1, -1, -1}
	others := -1
	for _, value := range values {
		for value != "" {
			var offer string
			offer, value, _ = strings.Cut(value, ",")
			readOffer(offer, &weights, &others)
		}
	}
	best, most := Identity, 0
	for coding := Zstd; coding <= Gzip; coding++ {
		weight := weights[coding]
		if weight < 0 {
			weight = others
		}
		if weight > most {
			best, most = coding, weight
		}
	}
	if weights[Identity] > most {
		return Identity
	}
	return best
}

// readOffer notes the weight of one offer, in thousandths.
func readOffer(offer string, weights *[codings]int, others *int) {
	name, parameter, _ := strings.Cut(offer, ";")
	weight := readWeight(parameter)
	switch name = strings.TrimSpace(name); {
	case strings.EqualFold(name, "zstd"):
		weights[Zstd] = weight
	case strings.EqualFold(name, "br"):
		weights[Brotli] = weight
	case strings.EqualFold(name, "gzip"), strings.EqualFold(name, "x-gzip"):
		weights[Gzip] = weight
	case strings.EqualFold(name, "identity"):
		weights[Identity] = weight
	case name == "*":
		*others = weight
	}
}

// readWeight reads "q=0.5" as 500, and what is none as 0.
func readWeight(parameter string) int {
	const whole = 1000
	name, value, given := strings.Cut(strings.TrimSpace(parameter), "=")
	if name == "" && !given {
		return whole
	}
	weight, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || !strings.EqualFold(strings.TrimSpace(name), "q") || !(weight >= 0 && weight <= 1) {
		return 0
	}
	return int(weight * whole)
}

func (c Coding) encode(body []byte) []byte {
	switch c {
	case Zstd:
		return zstdEncoder().EncodeAll(body, make([]byte, 0, len(body)/2))
	case Brotli:
		return drain(&brotliWriters, body)
	case Gzip:
		return drain(&gzipWriters, body)
	case Identity:
	}
	return body
}

// zstdEncoder has windows far below the 8 MiB that every client takes (RFC
// 9659), as answers are small.
var zstdEncoder = sync.OnceValue(func() *zstd.Encoder {
	const window = 512 << 10
	encoder, err := zstd.NewWriter(nil, zstd.WithWindowSize(window), zstd.WithLowerEncoderMem(true), zstd.WithEncoderCRC(false))
	if err != nil {
		panic(err) // the options are constant
	}
	return encoder
})

var gzipWriters = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

var brotliWriters = sync.Pool{New: func() any {
	const quality = 5 // above it each percent costs twice the time
	return brotli.NewWriterLevel(nil, quality)
}}

// compressor is what the pooled writers have in common.
type compressor interface {
	io.WriteCloser
	Reset(to io.Writer)
}

func drain(pool *sync.Pool, body []byte) []byte {
	var encoded bytes.Buffer
	encoded.Grow(len(body) / 2)
	if w, ok := pool.Get().(compressor); ok {
		defer pool.Put(w)
		w.Reset(&encoded)
		_, _ = w.Write(body) // a buffer takes everything
		_ = w.Close()
	}
	return bytes.Clone(encoded.Bytes())
}

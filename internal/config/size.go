package config

import (
	"errors"
	"strconv"
	"strings"
)

// Size is a number of bytes.
type Size int64

// UnmarshalText reads a number of bytes, or one of KiB, MiB or GiB.
func (s *Size) UnmarshalText(text []byte) error {
	const kibi, most = 1 << 10, 1 << 40
	number, unit := strings.TrimRight(string(text), "BGKMi"), int64(1)
	switch strings.TrimPrefix(string(text), number) {
	case "", "B":
	case "KiB":
		unit = kibi
	case "MiB":
		unit = kibi * kibi
	case "GiB":
		unit = kibi * kibi * kibi
	default:
		number = ""
	}
	count, err := strconv.ParseUint(number, 10, 40)
	if err != nil || int64(count) > most/unit {
		return errors.New("must be a number of bytes up to 1024GiB, such as 0, 1048576 or 64MiB")
	}
	*s = Size(int64(count) * unit)
	return nil
}

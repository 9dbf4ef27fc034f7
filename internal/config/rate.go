package config

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Rate is so many times in a time; the zero Rate has no limit.
type Rate struct {
	Times int
	Per   time.Duration
}

// UnmarshalText reads N/s, N/m or N/h, or 0.
func (r *Rate) UnmarshalText(text []byte) error {
	if string(text) == "0" {
		*r = Rate{}
		return nil
	}
	const most = 1_000_000 // a second, which leaves a share of some time
	units := map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour}
	number, unit, _ := strings.Cut(string(text), "/")
	times, err := strconv.ParseUint(number, 10, 32)
	per := units[unit]
	if err != nil || per == 0 || times == 0 || times > most {
		return errors.New("must be 0, or a number up to 1000000 and a unit, such as 100/s, 600/m or 5000/h")
	}
	*r = Rate{Times: int(times), Per: per}
	return nil
}

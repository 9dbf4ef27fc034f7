// Package limit says how often something may be done: so many times at once,
// and one more whenever a share of the time has passed. It is the generic cell
// rate algorithm (ATM Forum TM 4.1): all that it remembers of a key is a time.
//
// What may come in: keys, times, and addresses of the network as keys. What may
// not: who asks for what, HTTP, the database.
package limit

import (
	"net/netip"
	"time"
)

// Rate is how often something may be done. The zero Rate has no limit.
type Rate struct {
	Times int           // at once, after a rest
	Per   time.Duration // and again within it
}

// None reports whether there is no limit.
func (r Rate) None() bool { return r.Times <= 0 || r.Per <= 0 }

// Share is the time after which one more is allowed.
func (r Rate) Share() time.Duration { return r.Per / time.Duration(r.Times) }

// Take uses one up. restedAt is when nothing is used up any more, as a Take
// before returned it; the zero time stands for nothing used. It returns the new
// such time, or how long to wait, at most a Share, and restedAt as it was.
func (r Rate) Take(restedAt, now time.Time) (next time.Time, wait time.Duration) {
	next = latest(restedAt, now).Add(r.Share())
	if wait = next.Sub(now) - r.Per; wait > 0 {
		return restedAt, wait
	}
	return next, 0
}

// Left returns how many are left at now.
func (r Rate) Left(restedAt, now time.Time) int {
	return int((r.Per - latest(restedAt, now).Sub(now)) / r.Share())
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Network returns what stands for an address of the network where those who
// have it are counted: IPv4 whole, of IPv6 the first 64 bits, within which one
// machine may have any. What is no address is returned as it is.
func Network(address string) string {
	const perHost = 64
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is4() {
		return ip.String()
	}
	network, err := ip.Prefix(perHost)
	if err != nil {
		return address
	}
	return network.String()
}

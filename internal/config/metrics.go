package config

import (
	"net"
	"strconv"
)

// Metrics says where the figures of this node are.
type Metrics struct {
	MetricsAddr string `env:"BROADSHEET_METRICS_ADDR" placeholder:"HOST:PORT" group:"Log" help:"Where /metrics (Prometheus) and /debug/pprof listen, apart from the API; not for the public. Without it they are off."`
}

func (m *Metrics) validate() error {
	if m.MetricsAddr == "" {
		return nil
	}
	return checkAddress("BROADSHEET_METRICS_ADDR", m.MetricsAddr)
}

// checkAddress returns what is wrong with an address to listen on.
func checkAddress(setting, address string) error {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return Fault(setting, "must be HOST:PORT")
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return Fault(setting, "must end in a port, 0 to 65535")
	}
	return nil
}

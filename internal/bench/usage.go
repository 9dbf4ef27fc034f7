package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"time"
)

// resident is the memory that the process holds, in bytes (VmRSS of proc(5)).
func (p *process) resident() (int64, error) {
	const kibibyte = 1024
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	found := regexp.MustCompile(`(?m)^VmRSS:\s+(\d+) kB$`).FindSubmatch(status)
	if found == nil {
		return 0, errors.New("the kernel does not say how much memory the process holds")
	}
	kibibytes, err := strconv.ParseInt(string(found[1]), 10, 64)
	return kibibytes * kibibyte, err
}

// worked is the processor time that the process has used (utime and stime of
// proc(5), which count hundredths of a second).
func (p *process) worked() (time.Duration, error) {
	const userTime, systemTime, tick = 11, 12, 10 * time.Millisecond // counted behind the name, which ends in ")"
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.command.Process.Pid))
	if err != nil {
		return 0, err
	}
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) <= systemTime {
		return 0, errors.New("the kernel does not say how long the process has worked")
	}
	user, err := strconv.ParseInt(string(fields[userTime]), 10, 64)
	system, systemErr := strconv.ParseInt(string(fields[systemTime]), 10, 64)
	return time.Duration(user+system) * tick, errors.Join(err, systemErr)
}

package process

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"syscall"
	"time"
)

// Resident is the memory that the process holds, in bytes (VmRSS of proc(5)).
func (p *Process) Resident() (int64, error) {
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

// Worked is the processor time that the process has used.
func (p *Process) Worked() (time.Duration, error) {
	_, worked, err := statOf(p.command.Process.Pid)
	return worked, err
}

// WorkedOf is the processor time that processes of a name have used; what is not
// there, or has another name, counts nothing.
func WorkedOf(name string, pids []int) time.Duration {
	var sum time.Duration
	for _, pid := range pids {
		if is, worked, err := statOf(pid); err == nil && is == name {
			sum += worked
		}
	}
	return sum
}

// Mine is the processor time that this process has used.
func Mine() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// statOf reads the name of a process, and its utime and stime, which count
// hundredths of a second (proc(5)).
func statOf(pid int) (name string, worked time.Duration, err error) {
	const userTime, systemTime, tick = 11, 12, 10 * time.Millisecond // counted behind the name, which ends in ")"
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return "", 0, err
	}
	first, last := bytes.IndexByte(stat, '('), bytes.LastIndexByte(stat, ')')
	fields := bytes.Fields(stat[last+1:])
	if first < 0 || len(fields) <= systemTime {
		return "", 0, errors.New("the kernel does not say how long the process has worked")
	}
	user, err := strconv.ParseInt(string(fields[userTime]), 10, 64)
	system, systemErr := strconv.ParseInt(string(fields[systemTime]), 10, 64)
	return string(stat[first+1 : last]), time.Duration(user+system) * tick, errors.Join(err, systemErr)
}

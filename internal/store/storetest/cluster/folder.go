package cluster

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// longestFolder leaves room for "/.s.PGSQL.5432.lock" under the 103 bytes that a
// Unix socket's path may have everywhere.
const longestFolder = 84

// memory is where Linux keeps files in memory. A database is hundreds of small files:
// made there, a copy of one takes 15 ms instead of 20 to 250.
const memory = "/dev/shm"

// enough bytes for a cluster with some dozens of small databases.
const enough = 2 << 30

// unprivileged returns who is to run Postgres, which refuses to run as root: nil
// for ourselves where we are somebody else already.
func unprivileged() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil //nolint:nilnil // no credential is what SysProcAttr takes for "ourselves"
	}
	for _, name := range []string{"postgres", "nobody"} {
		account, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errUID := strconv.ParseUint(account.Uid, 10, 32)
		gid, errGID := strconv.ParseUint(account.Gid, 10, 32)
		if err := errors.Join(errUID, errGID); err != nil {
			return nil, fmt.Errorf("reading the account %s: %w", name, err)
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, errors.New("postgres does not run as root, and there is neither a user postgres nor a user nobody")
}

// socketFolder makes the cluster's folder in one of some places and gives it to
// owner.
func socketFolder(places []string, owner *syscall.Credential) (string, error) {
	var refusals []error
	for _, parent := range places {
		dir, err := folderIn(parent, owner)
		if err == nil {
			return dir, nil
		}
		refusals = append(refusals, err)
	}
	return "", fmt.Errorf("no temporary folder for Postgres: %w", errors.Join(refusals...))
}

// parents are the places to try, in order. TMPDIR is the caller's own choice.
func parents() []string {
	if os.Getenv("TMPDIR") == "" && free(memory) >= enough {
		return append([]string{memory}, disks()...)
	}
	return disks()
}

// disks are the places to try that are not memory.
func disks() []string { return []string{os.TempDir(), "/tmp", "/var/tmp"} }

// free is how many bytes may be written below dir.
func free(dir string) uint64 {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(dir, &disk); err != nil {
		return 0
	}
	return disk.Bavail * uint64(disk.Bsize) //nolint:gosec // no block is of negative size
}

func folderIn(parent string, owner *syscall.Credential) (string, error) {
	parent, err := filepath.EvalSymlinks(parent)
	if err != nil {
		return "", err
	}
	if owner != nil && !traversable(parent) {
		return "", fmt.Errorf("%s: not open to other users", parent)
	}
	dir, err := os.MkdirTemp(parent, "broadsheet-pg-")
	if err != nil {
		return "", err
	}
	if len(dir) > longestFolder {
		return "", errors.Join(fmt.Errorf("%s: too long for a socket", dir), os.Remove(dir))
	}
	if owner == nil {
		return dir, nil
	}
	if err := os.Chown(dir, int(owner.Uid), int(owner.Gid)); err != nil {
		return "", errors.Join(err, os.Remove(dir))
	}
	return dir, nil
}

// traversable says whether everybody may pass through dir and all above it.
func traversable(dir string) bool {
	for ; ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err != nil || info.Mode().Perm()&0o001 == 0 {
			return false
		}
		if dir == filepath.Dir(dir) {
			return true
		}
	}
}

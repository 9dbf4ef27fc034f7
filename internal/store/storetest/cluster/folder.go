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

// folder makes the folder of a cluster and gives it to owner.
func (o Own) folder(owner *syscall.Credential) (string, error) {
	if o.Folder == "" {
		return socketFolder(owner)
	}
	const private = 0o700
	dir, err := filepath.Abs(o.Folder)
	if err != nil {
		return "", err
	}
	switch err := os.MkdirAll(dir, private); {
	case err != nil:
		return "", err
	case len(dir) > longestFolder:
		return "", fmt.Errorf("%s: too long for a socket", dir)
	case owner == nil:
		return dir, nil
	case !traversable(filepath.Dir(dir)):
		return "", fmt.Errorf("%s: Postgres runs as another user, to whom a folder above is closed", dir)
	}
	return dir, os.Chown(dir, int(owner.Uid), int(owner.Gid))
}

// socketFolder makes the cluster's folder and gives it to owner.
func socketFolder(owner *syscall.Credential) (string, error) {
	var refusals []error
	for _, parent := range parents() {
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
	places := []string{os.TempDir(), "/tmp", "/var/tmp"}
	if os.Getenv("TMPDIR") == "" && free(memory) >= enough {
		return append([]string{memory}, places...)
	}
	return places
}

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

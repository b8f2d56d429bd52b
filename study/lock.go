package study

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"meerzicht/instruments"
)

// holder is who writes a study: the content of its lock file. Start is when the
// process began, where the system tells, so that another process that was given
// the same number later is not taken for it.
type holder struct {
	PID   int    `json:"pid"`
	Host  string `json:"host"`
	Start string `json:"start,omitempty"`
	Since string `json:"since"`
}

func lockPath(path string) string { return path + ".lock" }

// lock writes the lock file of a study, or fails with ErrLocked when a living
// process holds it. A lock of a dead process of this machine is taken over. The
// look and the write happen inside an SQLite write transaction, so two
// processes cannot both take over.
func lock(ctx context.Context, d *db, path, now string) error {
	return d.transact(ctx, "BEGIN IMMEDIATE", func() error {
		if err := checkLock(path); err != nil {
			return err
		}
		host, err := os.Hostname()
		if err != nil {
			host = "?"
		}
		pid := os.Getpid()
		data, err := json.Marshal(holder{PID: pid, Host: host, Start: processStart(pid), Since: now})
		if err != nil {
			return err
		}
		return writeFile(lockPath(path), append(data, '\n'))
	})
}

func unlock(path string) error {
	if err := os.Remove(lockPath(path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove the lock: %w", err)
	}
	return nil
}

// checkLock fails when the lock file of a study is held.
func checkLock(path string) error {
	data, err := os.ReadFile(lockPath(path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return explain(path, fmt.Errorf("read the lock: %w", err))
	}
	var h holder
	if json.Unmarshal(data, &h) != nil {
		h = holder{Host: "?"}
	}
	if host, err := os.Hostname(); err == nil && h.Host == host && !h.alive() {
		return nil
	}
	return failure(ErrLocked, path, nil,
		instruments.Textf("het onderzoek is in gebruik door proces %d op %s (sinds %s)", "the study is in use by process %d on %s (since %s)", h.PID, instruments.Plain(h.Host), instruments.Plain(h.Since)),
		instruments.Textf("sluit dat programma; is het er zeker niet meer, verwijder dan %s", "close that program; if it is certainly gone, remove %s", filepath.Base(lockPath(path))))
}

// alive reports whether the process still runs on this machine.
func (h holder) alive() bool {
	p, err := os.FindProcess(h.PID)
	if err != nil || h.PID <= 0 {
		return false
	}
	if runtime.GOOS != "windows" { // there, finding it is proof enough
		if err := p.Signal(syscall.Signal(0)); err != nil && !errors.Is(err, syscall.EPERM) {
			return false
		}
	}
	now := processStart(h.PID)
	return h.Start == "" || now == "" || h.Start == now
}

// processStart is when a process began, in the system's own unit; "" where the
// system does not tell.
func processStart(pid int) string {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return ""
	}
	// The name of the program, in parentheses, may hold anything.
	_, rest, _ := strings.Cut(string(stat[strings.LastIndexByte(string(stat), ')')+1:]), " ")
	if fields := strings.Fields(rest); len(fields) > 19 {
		return fields[19]
	}
	return ""
}

// writeFile writes a small file as a whole: temporary file, rename.
func writeFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", filepath.Base(path), err), os.Remove(f.Name()))
	}
	return nil
}

// syncDir makes a rename in a folder durable, where the system can do that.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	return errors.Join(dir.Sync(), dir.Close())
}

//go:build (linux || darwin) && !race

package main

import "syscall"

// limitData asks the system to stop this process beyond so many bytes of data.
// Where it does not, the watch in the process itself remains.
func limitData(n uint64) {
	_ = syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: n, Max: n})
}

//go:build (!linux && !darwin) || race

package main

// limitData does nothing where a process cannot limit itself; the watch in the
// process remains.
func limitData(uint64) {}

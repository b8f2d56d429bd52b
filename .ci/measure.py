#!/usr/bin/python3
"""Measure one command as a whole process.

  measure.py [--runs N] [--before SHELL] [--kill SECONDS] [--out FILE] -- CMD...

Runs CMD N times, each time after the shell line SHELL, and prints the median
wall time in seconds and the greatest peak of resident memory in MiB. --kill
ends CMD with signal 9 after so many seconds, and prints nothing. Standard
output of CMD goes to FILE, or nowhere. A CMD that fails makes this fail.
"""
import argparse
import os
import signal
import statistics
import subprocess
import sys
import time


def once(cmd, out):
    with open(out, "wb") as to:
        begin = time.perf_counter()
        p = subprocess.Popen(cmd, stdout=to, stderr=subprocess.PIPE)
        said = p.stderr.read()
        _, status, usage = os.wait4(p.pid, 0)
        wall = time.perf_counter() - begin
    p.returncode = os.waitstatus_to_exitcode(status)
    if p.returncode != 0:
        sys.stderr.buffer.write(said[-2000:])
        raise SystemExit(f"exit code {p.returncode}: {' '.join(cmd)}")
    return wall, usage.ru_maxrss / 1024


def kill(cmd, after):
    p = subprocess.Popen(cmd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        p.wait(after)
        raise SystemExit(f"was done before it could be killed: {' '.join(cmd)}")
    except subprocess.TimeoutExpired:
        p.send_signal(signal.SIGKILL)
        p.wait()


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--runs", type=int, default=3)
    ap.add_argument("--before", default="")
    ap.add_argument("--kill", type=float, default=0)
    ap.add_argument("--out", default=os.devnull)
    ap.add_argument("cmd", nargs="+")
    a = ap.parse_args()
    if a.kill:
        kill(a.cmd, a.kill)
        return
    walls, peaks = [], []
    for _ in range(a.runs):
        if a.before:
            subprocess.run(a.before, shell=True, check=True, stdout=subprocess.DEVNULL)
        wall, peak = once(a.cmd, a.out)
        walls.append(wall)
        peaks.append(peak)
    print(f"{statistics.median(walls):.3f} {max(peaks):.0f}")


if __name__ == "__main__":
    main()

#!/usr/bin/env bash
# Whole-process figures: wall time and peak memory of the program on the
# synthetic workload of ../shared/bench, as a Markdown table on standard output.
#
#   .ci/bench.sh [FOLDER]
#
# FOLDER keeps the workload (some 700 MB) for the next time; without it a
# temporary folder is used. Needs Go, and the Debian packages python3,
# python3-openpyxl and wdutch. The machine should have nothing else to do.
set -euo pipefail
cd "$(dirname "$0")/.."

generator=$PWD/../shared/bench/gen_workload.py
python=/usr/bin/python3
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
data=${1:-$tmp/data}
mkdir -p "$data"
data=$(cd "$data" && pwd)

"$python" -c 'import openpyxl' 2>/dev/null || { echo "needs the Debian package python3-openpyxl" >&2; exit 2; }
[ -r /usr/share/dict/dutch ] || { echo "needs the Debian package wdutch" >&2; exit 2; }

workload() { # workload DOCUMENTS
	[ -e "$data/$1/done" ] && return
	echo "making the workload of $1 documents" >&2
	rm -rf "${data:?}/$1"
	"$python" "$generator" --out "$data/$1/raw" --docs "$1"
	"$python" .ci/bench_data.py "$generator" "$data/$1/raw" "$data/$1"
	rm -rf "$data/$1/raw/docx" "$data/$1/raw/txt" "$data/$1/raw/checklist"
	touch "$data/$1/done"
}

failed=0
measure() { "$python" .ci/measure.py "$@"; }

# row WHAT AIM ARGS...: one line of the table; ARGS are those of measure.py.
row() {
	local what=$1 aim=$2 figures
	shift 2
	if figures=$(measure "$@"); then
		printf '| %s | %s s | %s MiB | %s |\n' "$what" $figures "$aim"
	else
		printf '| %s | failed | | %s |\n' "$what" "$aim"
		failed=1
	fi
}

# check_table FILE FREQUENCIES: the table that was printed counts what the
# generator wrote.
check_table() {
	"$python" - "$1" "$2" <<'PY'
import csv, json, sys
want = {r["item"]: int(r["ja"]) + int(r["soms"]) for r in csv.DictReader(open(sys.argv[2], encoding="utf-8"))}
rows = json.load(open(sys.argv[1], encoding="utf-8"))["rows"]
seen = {r["label"].split(" ", 1)[1]: r["cells"]["n"]["value"] for r in rows if " " in r["label"] and r["label"].split(" ", 1)[1] in want}
wrong = [item for item, n in want.items() if seen.get(item) != n]
sys.exit(f"the table does not count what the generator wrote: {wrong[:3]}" if wrong else 0)
PY
}

workload 37
workload 3700
bin=$tmp/meerzicht
CGO_ENABLED=0 go build ${BENCH_BUILD_FLAGS:-} -trimpath -ldflags='-s -w' -o "$bin" ./cmd/meerzicht
export LANG=nl_NL.UTF-8 LC_ALL=

# A study holding the instruments, and one with the respondents as well.
fresh() { # fresh DOCUMENTS: shell text that makes $tmp/s.mz
	printf 'rm -f "%s"/s.mz*; "%s" new "%s/s.mz" --template "%s" && "%s" import "%s/s.mz" "%s" 2>&1' \
		"$tmp" "$bin" "$tmp" "$data/$1/template" "$bin" "$tmp" "$data/$1/respondents.csv"
}

printf 'Measured %s, Go %s, %s cores, %s.\n\n' "$(date -u +%Y-%m-%d)" "$(go env GOVERSION | tr -d go)" "$(nproc)" \
	"$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
echo '| what | wall time (median) | peak memory | aim |'
echo '| --- | --- | --- | --- |'
printf '| one binary (linux/amd64) | %s MB | | ≤ 34 MB |\n' "$(stat -c %s "$bin" | awk '{ printf "%.1f", $1 / 1e6 }')"
row 'demo' '≤ 2 s' --runs 5 --before "rm -rf '$tmp/demo'" -- "$bin" demo "$tmp/demo"
row 'import of 37 .docx, stored durably' '≤ 0.25 s' --runs 7 --before "$(fresh 37)" -- "$bin" import "$tmp/s.mz" "$data/37/docx"
row 'import of 3,700 .docx' '≤ 6 s, < 256 MiB' --runs 3 --before "$(fresh 3700)" -- "$bin" import "$tmp/s.mz" "$data/3700/docx"
cp "$tmp/s.mz" "$tmp/docs.mz"

for n in 37 3700; do
	aim='≤ 0.08 s'
	[ $n = 37 ] || aim='≤ 5.5 s'
	row "$n checklists to frequency table (import, then table)" "$aim" --runs 5 --before "$(fresh $n)" -- \
		sh -c "'$bin' import '$tmp/s.mz' '$data/$n/lists' --coder anna >&2 && '$bin' table activities '$tmp/s.mz' --format json >'$tmp/table.json'"
	check_table "$tmp/table.json" "$data/$n/raw/expected_frequency.csv" || failed=1
done

row 'import of 111,000 codings' '–' --runs 1 --before "cp '$tmp/docs.mz' '$tmp/s.mz'" -- "$bin" import "$tmp/s.mz" "$data/3700/codings.csv"
row '111,000 codings to csv' '≤ 0.35 s' --runs 5 --out "$tmp/codings.csv" -- "$bin" codings "$tmp/s.mz" --format csv
row '111,000 codings to xlsx' '≤ 1.5 s' --runs 3 -- "$bin" codings "$tmp/s.mz" --out "$tmp/codings.xlsx"

# Killed in the middle of storing codings: the study must open, sound and quick.
cp "$tmp/docs.mz" "$tmp/killed.mz"
"$bin" log "$tmp/killed.mz" --format csv >"$tmp/before.csv"
measure --kill 1 -- "$bin" import "$tmp/killed.mz" "$data/3700/codings.csv"
printf 'I: Hoe gaat het?\nR: Goed.\n' >"$tmp/small.txt"
row 'reopened after kill -9: one small file stored' '≤ 0.1 s' --runs 1 -- "$bin" import "$tmp/killed.mz" "$tmp/small.txt" --as overig
row 'reopened after kill -9: log' '≤ 0.1 s' --runs 5 --out "$tmp/after.csv" -- "$bin" log "$tmp/killed.mz" --format csv
head -n "$(wc -l <"$tmp/before.csv")" "$tmp/after.csv" | cmp - "$tmp/before.csv"
row 'verify of that study' '–' --runs 1 -- "$bin" verify "$tmp/killed.mz"
exit "$failed"

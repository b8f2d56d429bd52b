#!/bin/sh
# Bundles page/*.ts into assets/workbench.js with the esbuild of tools.mod. With
# --check it builds aside and fails when the committed file differs. Needs Go
# only; run it from anywhere.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out="$here/assets/workbench.js"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ "${1:-}" = --check ] && out="$work/workbench.js"
(cd "$here/.." && go tool -modfile=tools.mod esbuild workbench/page/main.ts \
	--bundle --minify --format=esm --target=es2022 --charset=utf8 --legal-comments=none \
	--log-level=warning --outfile="$out")
if [ "${1:-}" = --check ]; then
	cmp "$out" "$here/assets/workbench.js" || {
		echo "workbench/assets/workbench.js is not what build.sh makes; run it and commit" >&2
		exit 1
	}
fi

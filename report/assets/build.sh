#!/bin/sh
# Rebuilds echarts.slim.js from the npm release named below, with the esbuild of
# tools.mod. With --check it builds aside and fails when the committed file
# differs. Needs npm and Go; run it from anywhere.
set -eu
echarts=6.1.0
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/echarts.entry.js" "$work/"
(cd "$work" && npm install --silent --no-save --no-package-lock --no-audit --no-fund --ignore-scripts "echarts@$echarts")
(cd "$root" && go tool -modfile=tools.mod esbuild "$work/echarts.entry.js" \
	--bundle --minify --format=iife --global-name=echarts --charset=utf8 --legal-comments=none \
	--log-level=warning --outfile="$work/echarts.slim.js")
sum=$(sha256sum "$work/echarts.slim.js" | cut -d' ' -f1)
if [ "${1:-}" = --check ]; then
	cmp "$work/echarts.slim.js" "$here/echarts.slim.js" || {
		echo "report/assets/echarts.slim.js is not what build.sh makes (sha256 $sum)" >&2
		exit 1
	}
	grep -q "$sum" "$here/ORIGIN" || { echo "report/assets/ORIGIN does not name sha256 $sum" >&2; exit 1; }
	exit 0
fi
cp "$work/echarts.slim.js" "$here/echarts.slim.js"
cp "$work/node_modules/echarts/LICENSE" "$here/echarts.LICENSE"
cp "$work/node_modules/echarts/NOTICE" "$here/echarts.NOTICE"
cp "$work/node_modules/zrender/LICENSE" "$here/zrender.LICENSE"
sed -i "s/^sha256: .*/sha256: $sum/" "$here/ORIGIN"

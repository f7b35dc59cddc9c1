#!/bin/sh
# Updates the third-party code of the web apps from npm, at the versions below: the QR encoder (uqr) and the QR decoder (zxing-wasm, based on
# zxing-cpp). The files are in the repository so that builds do not need npm. After changing a version, run this on Debian, review the diff and commit.
set -eu

UQR=0.1.3
ZXING=3.1.4
ESBUILD=0.25.12

root=$(cd "$(dirname "$0")/.." && pwd)
visitor="$root/src/Issuer/wwwroot/lib"
scanner="$root/src/Silo/wwwroot/scanner/lib"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
npm init -y >/dev/null
npm install --silent --ignore-scripts --no-audit --no-fund "uqr@$UQR" "zxing-wasm@$ZXING" "esbuild@$ESBUILD"
mkdir -p "$visitor" "$scanner"

bundle() { # export statement, output file
    printf '%s\n' "$1" > entry.mjs
    npx --no-install esbuild entry.mjs --bundle --minify --format=esm --target=es2022 --banner:js="// @ts-nocheck" --log-level=warning \
        --outfile="$2" --allow-overwrite
}

bundle 'export { encode } from "uqr";' "$visitor/uqr.js"
{ printf 'uqr.js: uqr %s, bundled and minified.\n\n' "$UQR"; cat node_modules/uqr/LICENSE; } > "$visitor/LICENCES.txt"

bundle 'export { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";' "$scanner/zxing-reader.js"
cp node_modules/zxing-wasm/dist/reader/zxing_reader.wasm "$scanner/zxing-reader.wasm"
for file in zxing-reader.js zxing-reader.wasm; do
    node -e 'const [from, to] = process.argv.slice(1); const fs = require("fs"); fs.writeFileSync(to, require("zlib").brotliCompressSync(fs.readFileSync(from)))' \
        "$scanner/$file" "$scanner/$file.br"
done
{
    printf 'zxing-reader.js: zxing-wasm %s, bundled and minified.\n\n' "$ZXING"
    cat node_modules/zxing-wasm/LICENSE
    printf '\n\nzxing-reader.wasm: zxing-cpp as built by zxing-wasm %s, unchanged.\n\n' "$ZXING"
    cat /usr/share/common-licenses/Apache-2.0
} > "$scanner/LICENCES.txt"
echo "uqr $UQR and zxing-wasm $ZXING are in place."

# Sourced by the scripts beside it: installs what package-lock.json names, when that is not here yet.
command -v node >/dev/null || { echo "src/models needs Node.js 20 or newer" >&2; exit 1; }
installed=$here/node_modules/.package-lock.json
if [ ! -e "$installed" ] || [ "$here/package-lock.json" -nt "$installed" ]; then
  (cd "$here" && npm ci >&2)
  touch "$installed"
fi

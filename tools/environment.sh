#!/bin/sh
# Makes .venv, or brings it to a lock file: tools/environment.sh requirements.lock [option of pip]
#
# pip looks at every file that an index has of a package, on one processor: two halves of the lock at
# once take half the time. Each package stands there by its hash, so neither half looks for others;
# that none is missing is checked at the end.
set -eu

"$(dirname "$0")/needs.sh" env
.venv/bin/python -m pip --version >/dev/null 2>&1 || python3 -m venv --clear .venv
lock=$1
shift
halves=$(mktemp -d)
trap 'rm -rf "$halves"' EXIT
awk -v half=0 -v to="$halves/" '/^[A-Za-z0-9]/ { half = 1 - half } { print > (to half) }' "$lock"

pip() {
    .venv/bin/python -m pip --quiet --disable-pip-version-check "$@"
}

pip install --require-hashes --no-deps -r "$halves/0" "$@" &
first=$!
pip install --require-hashes --no-deps -r "$halves/1" "$@" || { wait "$first"; exit 1; }
wait "$first"
pip check >/dev/null

#!/bin/sh
# Makes .venv, or brings it to a lock file: tools/environment.sh requirements.lock [option of pip]
set -eu

"$(dirname "$0")/needs.sh" env
.venv/bin/python -m pip --version >/dev/null 2>&1 || python3 -m venv --clear .venv
lock=$1
shift
exec .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" "$@"

#!/bin/sh
# Makes .venv, or brings it to a lock file: tools/environment.sh requirements.lock
#
# uv needs seconds for what pip needs most of a minute for. Where it can't be had, or doesn't know
# the index that pip is told of, pip does it. Neither compiles: Python compiles what it meets,
# and `make env` all of it.
set -eu

"$(dirname "$0")/needs.sh" env
.venv/bin/python -m pip --version >/dev/null 2>&1 ||
    "$("$(dirname "$0")/python.sh")" -m venv --clear .venv

pip() {
    .venv/bin/python -m pip --quiet --disable-pip-version-check "$@"
}

uv() {
    pip install --no-compile --require-hashes -r "$(dirname "$0")/installer.lock" &&
        .venv/bin/uv pip install --quiet --no-progress --python .venv/bin/python \
            --cache-dir .venv/.installer "$@"
}

# Each package stands there by its hash, so none is looked for: that none is missing is checked.
set -- --require-hashes --no-deps -r "$1"
uv "$@" 2>/dev/null || pip install --no-compile "$@"
rm -rf .venv/.installer
pip check >/dev/null

#!/bin/sh
# Makes .venv, or brings it to a lock file: tools/environment.sh requirements.lock
# Where the packages can't be had it is one line and exit status 1; a next run goes on.
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
lock=$1 log=.venv/install.log
set -- --require-hashes --no-deps -r "$lock"
uv "$@" >/dev/null 2>&1 || pip install --no-compile "$@" >"$log" 2>&1 || {
    echo "could not install $lock: is the package index within reach? pip's words are in $log" >&2
    exit 1
}
rm -rf .venv/.installer "$log"
pip check >/dev/null

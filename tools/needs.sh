#!/bin/sh
# Makes sure that what a target needs from the system is there: tools/needs.sh env|test|screenshots
#
# Root on Debian gets what is missing from Debian's own packages. Anybody else gets one line that
# names the packages, and exit status 1, before anything has run.
set -eu

has() { command -v "$1" >/dev/null 2>&1; }
missing=""
need() { missing="$missing $1"; }

python="${0%/*}/python.sh"
if ! "$python" >/dev/null; then
	python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || need python3
	python3 -c 'import ensurepip, venv' 2>/dev/null || need python3-venv
fi

if [ "$1" != env ]; then
	has chromium-headless-shell || need chromium-headless-shell
fi
if [ "$1" = test ]; then
	has redis-server || need redis-server
	has initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need postgresql
fi
if [ "$1" = screenshots ]; then
	[ -n "$(fc-list :lang=ar family 2>/dev/null)" ] || need fonts-noto-core
fi

[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ] || ! has apt-get; then
	echo "missing:$missing; as root: apt-get install$missing" >&2
	exit 1
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # a list of packages
if ! { apt-get update && apt-get install --yes --no-install-recommends $missing; } >"$log" 2>&1; then
	tail -n 20 "$log" >&2
	echo "could not install:$missing" >&2
	exit 1
fi
"$python" >/dev/null || {
	echo "missing: Python 3.11 or newer (python3 is older)" >&2
	exit 1
}

#!/bin/sh
# Prints the Python that .venv is made with; exit status 1 where none is fit.
#
# Debian's own comes first, whatever else PATH leads to: it is the one that production runs, and it
# is built with a profile of itself. What pyenv builds unless told otherwise needs half as much
# processor time again.
case ":$PATH:" in *:/usr/bin:*) debian=/usr/bin/python3 ;; *) debian=python3 ;; esac
for python in "$debian" python3; do
	if "$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
	then
		echo "$python"
		exit 0
	fi
done
exit 1

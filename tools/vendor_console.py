"""Compile the console's vendored styles, once, at vendoring time; no Node at run time.

``python tools/vendor_console.py`` fetches the two npm packages and the Sass compiler into a
temporary folder, compiles ``tools/console_styles/console.scss`` and writes
``bot/console/static/vendor.css``. The rule kept here: the crown, the crest and GDS Transport belong
to GOV.UK alone, so the script refuses to write a style sheet that names a font file or an image.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
SOURCE = HERE / "console_styles" / "console.scss"
TARGET = HERE.parent / "bot" / "console" / "static" / "vendor.css"
PACKAGES = (
    "govuk-frontend@6.3.0",  # the version that govuk-frontend-jinja 4.1 renders for
    "@ministryofjustice/frontend@11.1.0",
    "sass@1",
)
HEADER = (
    "/*! GOV.UK Frontend 6.3.0 (MIT, Crown copyright) and MoJ Frontend 11.1.0 (MIT, Crown"
    " copyright), compiled by tools/vendor_console.py; do not edit. */\n"
)


def main() -> int:
    """Compile and check; 0 when the style sheet was written."""
    npm, npx = shutil.which("npm"), shutil.which("npx")
    if npm is None or npx is None:
        print("npm is needed for vendoring (Debian: apt install npm)", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        install = [npm, "install", "--no-audit", "--no-fund", "--legacy-peer-deps"]
        subprocess.run([*install, *PACKAGES], cwd=folder, check=True)  # noqa: S603 our own list
        shutil.copy(SOURCE, folder)
        compile_ = [npx, "sass", "--load-path=.", "--no-source-map", "--style=compressed"]
        done = subprocess.run(  # noqa: S603 our own list
            [*compile_, SOURCE.name], cwd=folder, check=True, capture_output=True, text=True
        )
    css = done.stdout.lstrip("\ufeff")
    if re.search(r"url\(|woff|transport|crown", css, re.IGNORECASE):
        print("the compiled style sheet names a font or an image: not written", file=sys.stderr)
        return 1
    TARGET.write_text(HEADER + css, encoding="utf-8")
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

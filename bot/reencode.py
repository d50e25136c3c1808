"""A photo in, a plain JPEG out: run as a process of its own, without keys, with hard limits.

Image decoders are where attackers go. This process knows nothing, opens nothing once it looks at a
photo (it is the service's own user, who may read the key file and the database), has no more memory
than a photo needs, and leaves behind everything in the file that is not the picture (place, time,
camera).
"""

import io
import resource
import sys

from PIL import (
    Image,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2_000
QUALITY = 80
MEMORY = 768 * 1024 * 1024
CPU_S = 15


def reencode(photo: bytes) -> bytes:
    """Return the picture alone, at most 2,000 pixels a side."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(photo), formats=("JPEG", "PNG", "WEBP")) as opened:
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


NEEDED = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
"""What reads a photo and what was written into it: imported before nothing can be opened."""

STANDARD = 3
"""Input, output and errors: the only files that this process has."""


def confine() -> None:
    """From here on open no file, no socket and no pipe, write no file, and begin no process."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_S),
        (resource.RLIMIT_NOFILE, STANDARD),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def main() -> int:
    """Read standard input, write standard output."""
    Image.preinit()
    confine()
    try:
        sys.stdout.buffer.write(reencode(sys.stdin.buffer.read()))
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is not a photo for us
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

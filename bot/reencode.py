"""A photo in, a plain JPEG out: run as a process of its own, without keys, with hard limits.

Image decoders are where attackers go. This process knows nothing, can open no more memory than a
photo needs, and leaves behind everything in the file that is not the picture (place, time, camera).
"""

import io
import resource
import sys

from PIL import Image, ImageOps

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


def main() -> int:
    """Read standard input, write standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    try:
        sys.stdout.buffer.write(reencode(sys.stdin.buffer.read()))
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is not a photo for us
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

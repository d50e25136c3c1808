"""A process that holds keys, closed to others of its own user and to the disk.

What reads photos, and whatever else runs as this user, may otherwise look into its memory and its
environment; a core dump would leave both on the disk. systemd's unit says the second, too: this
holds where there is none.
"""

import ctypes
import resource
import sys

PR_SET_DUMPABLE = 4  # linux/prctl.h


def close() -> None:
    """Let nobody but root read this process from outside, and leave no dump of it."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)

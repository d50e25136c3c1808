"""How each file that we write begins, so that a command given another one says which it is."""

BODY, KEYS, KEY_FILE = b"imsa body 1\n", b"imsa keys 1\n", b"imsa key file 1\n"

_KINDS = {
    BODY: "the body of a backup (body-….imsa)",
    KEYS: "the data keys of a backup (keys-….imsa)",
    KEY_FILE: "the sealed key file (keys.sealed)",
    b"{": "a key file that is not sealed",
    b"SQLite format 3": "a database",
}
LONGEST = max(map(len, _KINDS))


def kind(head: bytes) -> str:
    """Say what a file is by its first bytes."""
    return next(
        (words for begins, words in _KINDS.items() if head.startswith(begins)), "none of ours"
    )


def mistaken(name: str, head: bytes, wanted: bytes) -> str:
    """Return why a file that should begin with ``wanted`` is refused; empty where it does."""
    if head.startswith(wanted):
        return ""
    return f"{name} is {kind(head)}, not {_KINDS[wanted]}"

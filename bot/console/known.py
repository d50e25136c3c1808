"""Browsers in which somebody has signed in before: they have wrong tries of their own.

Ten wrong codes in a quarter of an hour keep out whoever goes on guessing, and would keep out whose
address it is, which is no secret. So a browser in which somebody has signed in carries a
cookie that says so (OWASP's *device cookies*), and is counted by itself; everybody else shares the
account's count. The rules kept here: the cookie is bound to one account and lets nobody in; it ends
after ninety days, and with the six words, the second factor and the access with which it was made;
no row is read for a cookie that we never made, so that an unknown address costs what a known one
costs.
"""

import base64
import binascii
import hmac
import secrets
from typing import Final

from aiohttp import web

from bot.acts import sign_in
from bot.console.call import Call

COOKIE: Final = "__Host-known"
LIFE_SECONDS: Final = 90 * 24 * 3600

_NONCE, _UNTIL, _MARK = 16, 8, 16
_SAID = _NONCE + _UNTIL + _MARK
_MAC = 32


async def counter(call: Call, account: str) -> str:
    """Return under which name a wrong try at an account is counted: this browser's, or everybody's.

    Args:
        call: the request.
        account: the blind index of the address that was typed, in hex.
    """
    try:
        raw = base64.urlsafe_b64decode(call.request.cookies.get(COOKIE, "").encode("ascii"))
    except (binascii.Error, UnicodeEncodeError, ValueError):
        return account
    said, mac = raw[:_SAID], raw[_SAID:]
    if len(mac) != _MAC or not hmac.compare_digest(mac, _mac(call, account, said)):
        return account
    if int.from_bytes(said[_NONCE:][:_UNTIL]) <= call.now:
        return account
    mark = await call.read(lambda conn: sign_in.mark_of(conn, call.desk.vault, account))
    if not hmac.compare_digest(bytes.fromhex(mark), said[_NONCE + _UNTIL :]):
        return account
    return f"{account}:{said[:_NONCE].hex()}"


def remember(call: Call, response: web.StreamResponse, account: str, mark: str) -> None:
    """Let this browser be known at an account from now on; ``mark`` as of its session."""
    until = call.now + LIFE_SECONDS * 1000
    said = secrets.token_bytes(_NONCE) + until.to_bytes(_UNTIL) + bytes.fromhex(mark)
    cookie = base64.urlsafe_b64encode(said + _mac(call, account, said)).decode("ascii")
    response.set_cookie(
        COOKIE,
        cookie,
        max_age=LIFE_SECONDS,
        path="/",
        secure=True,
        httponly=True,
        samesite="Strict",
    )


def _mac(call: Call, account: str, said: bytes) -> bytes:
    return call.desk.vault.browser_mac(account, said)

"""The headers of every answer: nothing inline, nothing from elsewhere, nothing kept."""

from typing import Final

from aiohttp import web

from bot.console.assets import FOLDER, kept
from bot.console.desk import DESK

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex, nofollow",
}


async def harden(request: web.Request, response: web.StreamResponse) -> None:
    """Set them, on errors and static files too (a signal, so that no answer goes around it)."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    if request.path.startswith(FOLDER):
        response.headers["Cache-Control"] = kept(request.path, request.query_string)
    if request.app[DESK].https:
        response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    response.headers.popall("Server", None)

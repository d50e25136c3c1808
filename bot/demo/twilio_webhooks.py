"""How the simulated Twilio calls the bot: a signed form, tried again as its address asks."""

from collections.abc import Mapping
from urllib.parse import parse_qs, urldefrag, urlsplit

import aiohttp
from twilio.request_validator import RequestValidator

_TIMEOUT = 15  # seconds that the carrier waits for an answer


class TwilioWebhooks:
    """Posts forms.

    Args:
        token: the account's; the key of the signature.
        reach: where to post instead of the origin in an address; the address is what is signed.
    """

    def __init__(self, token: str, reach: str = "") -> None:
        self.reach = reach
        self.lost: list[Mapping[str, str]] = []
        """What nobody took, however often it was tried: on SMS a text is lost then."""
        self._signer = RequestValidator(token)
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Open the way to the bot."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT))

    async def stop(self) -> None:
        """Post nothing more."""
        if self._session:
            await self._session.close()

    async def post(self, url: str, form: Mapping[str, str], *, fallback: str = "") -> str | None:
        """Post a form until it is taken; returns the answer, or ``None`` where nobody took it.

        ``#rc=3`` in the address is the number of further tries.
        """
        bare, fragment = urldefrag(url)
        tries = 1 + int(parse_qs(fragment).get("rc", ["0"])[0])
        for address in [bare] * tries + [urldefrag(fallback).url] * bool(fallback):
            answer = await self._once(address, form)
            if answer is not None:
                return answer
        self.lost.append(form)
        return None

    async def _once(self, url: str, form: Mapping[str, str]) -> str | None:
        if self._session is None:
            raise RuntimeError("the simulated Twilio is not started")
        parts = urlsplit(url)
        target = url if not self.reach else self.reach.rstrip("/") + parts.path
        if self.reach and parts.query:
            target += f"?{parts.query}"
        headers = {"X-Twilio-Signature": self._signer.compute_signature(url, form)}
        try:
            async with self._session.post(target, data=form, headers=headers) as response:
                answer = await response.text()
                return answer if response.status // 100 == 2 else None  # noqa: PLR2004
        except (aiohttp.ClientError, TimeoutError):
            return None

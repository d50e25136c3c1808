"""Hands one e-mail to the operator's mail server: stdlib ``smtplib`` in a thread.

Notices are few and nobody waits for them. The rules kept here: without TLS nothing goes to another
machine; no error carries an address; what a server has taken is sent, whatever it says afterwards.
"""

import asyncio
import contextlib
import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from urllib.parse import parse_qs, unquote, urlsplit

from bot.environment import LOOPBACK
from bot.errors import SendError

SECONDS = 30
PERMANENT = range(500, 600)
TAKEN = range(200, 300)


class Mailer:
    """A mail server, from ``smtp://user:password@host:587`` or ``smtps://…``.

    The sender is the user, or ``?from=address``. Plain ``smtp://`` must offer STARTTLS unless the
    server is this machine.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or "localhost"
        self._tls = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._tls else 587)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        sender = self._user if "@" in self._user else f"no-reply@{self._host}"
        self._sender = parse_qs(parts.query).get("from", [sender])[0]

    async def send(self, address: str, subject: str, body: str) -> None:
        """Hand it over; raises ``SendError``."""
        message = EmailMessage(policy=SMTP)
        message["From"] = self._sender
        message["To"] = address
        message["Subject"] = subject
        message["Date"] = formatdate()
        message["Message-ID"] = make_msgid(domain=self._sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(body)
        await asyncio.to_thread(self._hand_over, message)

    async def reach(self) -> None:
        """Sign in and out again, for ``check``; raises ``SendError``."""
        await asyncio.to_thread(self._session, lambda server: server.noop())

    def _hand_over(self, message: EmailMessage) -> None:
        def use(server: smtplib.SMTP) -> None:
            try:
                server.send_message(message)
            except smtplib.SMTPDataError as error:
                if error.smtp_code not in TAKEN:  # smtplib knows 250 alone
                    raise

        self._session(use)

    def _session(self, use: Callable[[smtplib.SMTP], object]) -> None:
        try:
            server = self._connect()
            try:
                if self._user:
                    server.login(self._user, self._password)
                use(server)
            finally:
                _part(server)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            refused = all(code in PERMANENT for code in codes)
            raise SendError("smtp refused the address", permanent=refused) from None
        except smtplib.SMTPResponseException as error:
            raise SendError(f"smtp {error.smtp_code}", permanent=False) from None
        except (OSError, UnicodeError, smtplib.SMTPException) as error:
            raise SendError(f"smtp {type(error).__name__}", permanent=False) from None

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._tls:
            return smtplib.SMTP_SSL(self._host, self._port, timeout=SECONDS, context=context)
        server = smtplib.SMTP(self._host, self._port, timeout=SECONDS)
        try:
            if self._host not in LOOPBACK:
                server.starttls(context=context)
        except BaseException:
            server.close()
            raise
        return server


def _part(server: smtplib.SMTP) -> None:
    """Say goodbye; how that is answered changes nothing of what was said before."""
    with contextlib.suppress(OSError, smtplib.SMTPException):
        server.quit()
    server.close()

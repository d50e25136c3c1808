"""A mail server for the tests: with or without TLS and sign-in, it keeps what it is given."""

import asyncio
import base64
import datetime as dt
import ssl
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

HOST = "127.0.0.2"  # this machine, and not by the names that may go without TLS


def certificate(folder: Path, host: str = HOST) -> Path:
    """Write a certificate of that host, its key behind it, and return its place."""
    key = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail")])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now).not_valid_after(now + dt.timedelta(days=1))
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))])
    made = builder.add_extension(names, critical=False).sign(key, SHA256())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / "mail.pem"
    path.write_bytes(made.public_bytes(Encoding.PEM) + private)
    return path


@dataclass(slots=True)
class Mailbox:
    """One server; what came is in ``mails``, with whether it came under TLS.

    Attributes:
        tls: from the first byte, when asked for (STARTTLS), or never.
        pem: certificate and key.
        login: the user and password that it takes; none: anybody's mail is taken.
        taken: what it answers to a mail that it keeps.
        goodbye: what it answers to QUIT; empty: it hangs up.
    """

    tls: Literal["first", "asked", "never"]
    pem: Path
    login: tuple[str, str] | None = None
    taken: str = "250 ok"
    goodbye: str = "221 bye"
    mails: list[tuple[EmailMessage, bool]] = field(default_factory=list)
    _server: asyncio.Server | None = None

    async def start(self) -> int:
        """Listen; returns the port."""
        context = self._context() if self.tls == "first" else None
        self._server = await asyncio.start_server(self._talk, HOST, 0, ssl=context)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.pem)
        return context

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        private, known = self.tls == "first", self.login is None
        writer.write(b"220 ready\r\n")
        try:
            while line := (await reader.readline()).decode().split():
                verb = line[0].upper()
                answer = {"STARTTLS": "220 go on", "QUIT": self.goodbye}.get(verb, "250 ok")
                if verb == "EHLO":
                    more = ["250-STARTTLS"] if self.tls == "asked" and not private else []
                    more += ["250-AUTH PLAIN"] if self.login and private else []
                    answer = "\r\n".join(["250-here", *more, "250 8BITMIME"])
                elif verb == "AUTH":
                    _, user, password = base64.b64decode(line[2]).decode().split("\0")
                    known = (user, password) == self.login
                    answer = "235 welcome" if known else "535 no"
                elif verb == "MAIL" and not known:
                    answer = "530 sign in first"
                elif verb == "DATA":
                    writer.write(b"354 go on\r\n")
                    data = await reader.readuntil(b"\r\n.\r\n")
                    mail = message_from_bytes(data[:-3], policy=policy.default)
                    assert isinstance(mail, EmailMessage)
                    self.mails.append((mail, private))
                    answer = self.taken
                if not answer:
                    break
                writer.write(f"{answer}\r\n".encode())
                await writer.drain()
                if verb == "STARTTLS":
                    await writer.start_tls(self._context())
                    private = True
                if verb == "QUIT":
                    break
        except (OSError, asyncio.IncompleteReadError):
            pass  # a client that does not trust us hangs up
        writer.close()

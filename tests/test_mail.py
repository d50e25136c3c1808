"""The mail server: signed in to, under TLS, or in one plain line of ``check`` what is wrong."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import pytest

from bot.commands import check_outside
from bot.commands.findings import Finding
from bot.errors import SendError
from bot.mail import Mailer
from bot.settings import Settings
from tests.commands.shell import ROOT
from tests.mailbox import HOST, Mailbox, certificate

LOGIN = ("hub@example.org", "p@ss:/?#word")
USER = f"{quote(LOGIN[0], safe='')}:{quote(LOGIN[1], safe='')}@"
Tls = Literal["first", "asked", "never"]
Open = Callable[[Tls, tuple[str, str] | None], Awaitable[tuple[Mailbox, str]]]


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    return certificate(tmp_path)


@pytest.fixture
def trusted(pem: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine trusts that certificate, as an operator's does by the same name."""
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))


@pytest.fixture
async def mailbox(pem: Path) -> AsyncIterator[Open]:
    async with AsyncExitStack() as stack:

        async def opened(tls: Tls, login: tuple[str, str] | None) -> tuple[Mailbox, str]:
            box = Mailbox(tls, pem, login)
            stack.push_async_callback(box.stop)
            return box, f"{HOST}:{await box.start()}"

        yield opened


async def found(url: str) -> Finding:
    settings = Settings.read({"CONFIG_DIR": str(ROOT / "config"), "SMTP_URL": url})
    [finding] = [one async for one in check_outside.mail(settings)]
    return finding


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(("tls", "scheme"), [("asked", "smtp"), ("first", "smtps")])
async def test_a_notice_goes_under_tls_after_a_sign_in(
    tls: Tls, scheme: str, mailbox: Open
) -> None:
    box, place = await mailbox(tls, LOGIN)
    url = f"{scheme}://{USER}{place}"
    assert (await found(url)).state == "right"
    await Mailer(url).send("amina@example.org", "You have something new", "Look.")
    [(mail, private)] = box.mails
    assert private
    assert (mail["From"], mail["To"]) == ("hub@example.org", "amina@example.org")


@pytest.mark.usefixtures("trusted")
async def test_the_sender_may_be_another_than_the_user(mailbox: Open) -> None:
    box, place = await mailbox("first", LOGIN)
    url = f"smtps://{USER}{place}?from=bot@example.org"
    await Mailer(url).send("amina@example.org", "You have something new", "Look.")
    assert box.mails[0][0]["From"] == "bot@example.org"


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("goodbye", ["250 ok", "421 busy", "500 what", "good night", ""])
async def test_what_was_taken_is_sent_however_the_goodbye_is_answered(
    goodbye: str, mailbox: Open
) -> None:
    box, place = await mailbox("first", None)
    box.goodbye = goodbye
    await Mailer(f"smtps://{place}").send("amina@example.org", "You have something new", "Look.")
    assert [mail["To"] for mail, _ in box.mails] == ["amina@example.org"]
    assert (await found(f"smtps://{place}")).state == "right"


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(("taken", "fails"), [("252 queued", ""), ("451 not now", "smtp 451")])
async def test_any_yes_to_a_mail_is_a_yes_and_a_no_is_told_as_it_was(
    taken: str, fails: str, mailbox: Open
) -> None:
    box, place = await mailbox("first", None)
    box.taken, box.goodbye = taken, "500 what"
    code = ""
    try:
        await Mailer(f"smtps://{place}").send("amina@example.org", "You have something new", "Look")
    except SendError as error:
        code = error.code
    assert code == fails


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("tls", "scheme", "user", "says"),
    [
        ("asked", "smtp", "hub:canary@", "refuses our sign-in: user and password in SMTP_URL"),
        ("first", "smtps", "hub:w%C3%B6rd@", "may hold ASCII letters only"),
        ("never", "smtp", "", "offers no STARTTLS"),
        ("asked", "smtps", "", "does not answer as a mail server of this kind"),
    ],
)
async def test_what_is_wrong_with_it_is_one_plain_line(
    tls: Tls, scheme: str, user: str, says: str, mailbox: Open
) -> None:
    box, place = await mailbox(tls, LOGIN)
    finding = await found(f"{scheme}://{user}{place}")
    assert finding.state == "wrong"
    assert says in finding.words
    assert "canary" not in finding.words
    assert box.mails == []


async def test_nothing_goes_to_a_server_whose_certificate_nobody_trusts(mailbox: Open) -> None:
    box, place = await mailbox("asked", None)
    with pytest.raises(SendError):
        await Mailer(f"smtp://{place}").send("amina@example.org", "You have something new", "Look.")
    assert box.mails == []
    assert "certificate" in (await found(f"smtp://{place}")).words


async def test_a_server_that_is_away_is_one_plain_line() -> None:
    words = (await found(f"smtps://{HOST}:1")).words
    assert words.startswith("not reached (smtp ConnectionRefusedError): does it run")

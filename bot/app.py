"""The composition root: the only place where the parts are wired together.

``Bot`` is one process's worth of product: database, keys, words, senders, the way in and the
worker's duties; ``web_of`` and ``console_of`` are its doors. ``bot.serving`` lets it run.
"""

import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.acts import clock_doubt, rotation
from bot.acts.act import Act
from bot.acts.audit import seal_days
from bot.channels.sms_sender import SmsSender
from bot.channels.telegram_sender import TelegramSender
from bot.channels.telegram_transport import TelegramTransport
from bot.channels.wire import Channel, Sender
from bot.clock import DAY_MS, HOUR_MS, MINUTE_MS, Clock, SystemClock
from bot.console.app import create_console
from bot.content import Content
from bot.coordination import Coordination
from bot.due.alerts import AlertsDue
from bot.due.complaint_retention import ComplaintRetention
from bot.due.complaints import ComplaintTimers
from bot.due.content import ContentDue
from bot.due.erasure import ErasureDue
from bot.due.forgetting import Forgetting
from bot.due.meetings import MeetingsDue
from bot.due.notices import Notices
from bot.due.parked import ParkedDue
from bot.due.retention import Retention
from bot.due.schedule import Schedule
from bot.errors import SettingsError
from bot.handlers.edge import Door
from bot.handlers.health import add_health
from bot.handlers.sms import add_twilio
from bot.handlers.telegram import add_telegram
from bot.intake import Intake
from bot.mail import Mailer
from bot.media import PATIENCE_S, Media
from bot.metrics import WAITING
from bot.outbox import Outbox
from bot.readiness import Ready
from bot.service import Service
from bot.settings import Settings
from bot.storage import outbox as outbox_rows
from bot.storage.database import Database
from bot.vault import Vault
from bot.vault.selftest import self_test
from bot.vault.server import ServerKeys
from bot.words import Catalogues
from bot.worker import Duty, Worker


@dataclass(frozen=True, slots=True)
class Bot:
    """The parts of one process, wired."""

    settings: Settings
    service: Service
    coordination: Coordination
    outbox: Outbox
    intake: Intake
    worker: Worker
    telegram: TelegramSender | None
    sms: SmsSender | None


@asynccontextmanager
async def assemble(
    settings: Settings, *, clock: Clock | None = None, sends: bool = True
) -> AsyncIterator[Bot]:
    """Open everything, and close it in the opposite order.

    Args:
        settings: of this process.
        clock: what time it is (the demo's moves).
        sends: whether this process talks to carriers; ``console`` alone never does.
    """
    self_test()
    content = Content.load(settings.config_dir)
    words = Catalogues(settings.config_dir, drafts=settings.allow_drafts)
    vault = Vault(ServerKeys.from_json(settings.secret_keys))
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        database = await Database.existing(settings.database_url)
        stack.push_async_callback(database.close)
        if not await database.current():
            raise SettingsError(["DATABASE_URL: not at the newest schema: run `migrate` first"])
        await rotation.refuse_other_keys(database, vault)
        await database.run(lambda conn: rotation.note_served(conn, vault))
        coordination = await Coordination.open(settings.redis_url or None)
        stack.push_async_callback(coordination.close)
        service = Service(database, vault, words, content, clock)
        telegram, sms, senders = await _senders(settings, stack) if sends else (None, None, {})
        outbox = Outbox(database, vault, clock, senders, secrets.token_bytes(16))
        stack.push_async_callback(outbox.close)
        intake = Intake(service, outbox, coordination)
        media = None if telegram is None else Media(service, telegram, PATIENCE_S)
        if media is not None:
            stack.push_async_callback(media.close)
        duties = _duties(settings, service, outbox, intake, media, sms)
        worker = Worker(duties, coordination, clock)
        yield Bot(settings, service, coordination, outbox, intake, worker, telegram, sms)


async def _senders(
    settings: Settings, stack: AsyncExitStack
) -> tuple[TelegramSender | None, SmsSender | None, dict[Channel, Sender]]:
    telegram: TelegramSender | None = None
    sms: SmsSender | None = None
    senders: dict[Channel, Sender] = {}
    if settings.telegram is not None:
        transport = TelegramTransport(settings.telegram.token, settings.telegram.api_url)
        telegram = TelegramSender(transport)
        await telegram.open()
        stack.push_async_callback(telegram.close)
        senders["telegram"] = telegram
    if settings.twilio is not None:
        twilio = settings.twilio
        sms = SmsSender(
            twilio.account_sid,
            twilio.auth_token,
            twilio.messaging_service_sid or twilio.from_number,
            status_url=f"{settings.public_url}/twilio/status",
            api_url=twilio.api_url,
        )
        await sms.open()
        stack.push_async_callback(sms.close)
        senders["sms"] = sms
    return telegram, sms, senders


def _duties(
    settings: Settings,
    service: Service,
    outbox: Outbox,
    intake: Intake,
    media: Media | None,
    sms: SmsSender | None,
) -> list[Duty]:
    schedule = Schedule(service, outbox, intake)
    complaints = ComplaintTimers(service)
    meetings = MeetingsDue(service, intake, outbox.holder)
    mailer = Mailer(settings.smtp_url) if settings.smtp_url else None
    duties = [
        Duty("clock", lambda: _note_clock(service), 10 * MINUTE_MS),
        Duty("timers", schedule.timers),
        Duty("outbox", outbox.sweep),
        Duty("parked", ParkedDue(service, intake).run),
        Duty("promised dates", complaints.dates),
        Duty("complaints", complaints.minute, MINUTE_MS),
        Duty("depth", lambda: _depth(service), 10_000),
        Duty("notices", Notices(service, mailer, settings.console_url).send_due, 10_000),
        Duty("alerts", AlertsDue(service, sms).run, 2_000),
        Duty("meetings", meetings.remind, MINUTE_MS),
        Duty("times asked for", meetings.press, MINUTE_MS),
        Duty("curtains", schedule.curtains, MINUTE_MS),
        Duty("forget", Forgetting(service).run, 10 * MINUTE_MS),
        Duty("epochs", schedule.epochs, HOUR_MS),
        Duty("erasures", ErasureDue(service).run, MINUTE_MS),
        Duty("retention", Retention(service).run, 6 * HOUR_MS),
        Duty("kept complaints", ComplaintRetention(service).run, 6 * HOUR_MS),
        Duty("audit", lambda: _seal_days(service), HOUR_MS),
        Duty("content", ContentDue(service).run, DAY_MS),
    ]
    if media is not None:
        duties.insert(3, Duty("files", media.fetch_due))
    return duties


async def _seal_days(service: Service) -> int:
    """Seal the days of the audit that are over."""
    now = service.clock.now()
    return await service.database.run(lambda conn: seal_days(Act(conn, service.vault, now)))


async def _note_clock(service: Service) -> int:
    """Note the time; nothing was done by it."""
    now = service.clock.now()
    await service.database.run(lambda conn: clock_doubt.note(conn, now))
    return 0


async def _depth(service: Service) -> int:
    """Tell the metric how much waits; nothing was done by it."""
    WAITING.set(await service.database.read(outbox_rows.depth))
    return 0


def web_of(bot: Bot) -> Door:
    """Return the carriers' door around a bot."""
    door = Door(bot.intake)
    settings, clock = bot.settings, bot.service.clock
    if settings.telegram is not None and settings.telegram.mode == "webhook":
        telegram = settings.telegram
        add_telegram(door, secret=telegram.webhook_secret, source=telegram.source, clock=clock)
    if settings.twilio is not None:
        add_twilio(
            door,
            token=settings.twilio.auth_token,
            public_url=settings.public_url,
            clock=clock,
        )
    add_health(door, Ready(bot.service).wrong)
    return door


def console_of(bot: Bot, *, demo: bool = False) -> web.Application:
    """Return the staff's application around a bot."""
    service, content, twilio = bot.service, bot.service.content.service, bot.settings.twilio
    return create_console(
        database=service.database,
        vault=service.vault,
        coordination=bot.coordination,
        clock=service.clock,
        url=bot.settings.console_url,
        content=service.content,
        catalogues=service.words,
        sms_number=(content.sms_number or twilio.from_number) if twilio else "",
        telegram_bot=content.handle if bot.settings.telegram else "",
        demo=demo,
    )

"""The application of ``web``: the edges of whatever carriers are set, and health."""

from aiohttp import web

from bot.clock import Clock
from bot.handlers.edge import Intake, make_app
from bot.handlers.health import Ready, add_health
from bot.handlers.sms import add_twilio
from bot.handlers.telegram import add_telegram
from bot.settings import Settings


def create_web(
    settings: Settings, intake: Intake, *, ready: Ready, clock: Clock
) -> web.Application:
    """Return the application; a carrier that is not set has no address here.

    Args:
        settings: of this process.
        intake: who makes durable what came in.
        ready: says whether the schema is current.
        clock: for the moment of intake.
    """
    app = make_app(intake)
    add_health(app, ready)
    telegram, twilio = settings.telegram, settings.twilio
    if telegram is not None and telegram.mode == "webhook":
        add_telegram(app, secret=telegram.webhook_secret, source=telegram.source, clock=clock)
    if twilio is not None and settings.public_url:
        add_twilio(app, token=twilio.auth_token, public_url=settings.public_url, clock=clock)
    return app

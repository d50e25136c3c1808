"""The templates: where they are found, and how a time and a language are shown to staff."""

import re
from typing import Final

import jinja2

from bot.clocks import local_time
from bot.console.assets import address
from bot.words import Catalogues

CHOOSE: Final = {"value": "", "text": "Choose"}
"""What a list of people or places begins with: nobody is chosen by not looking."""

_A_NUMBER: Final = re.compile(r"\+?[\d ()-]{7,}")


def environment(catalogues: Catalogues) -> jinja2.Environment:
    """Make the environment: everything is escaped, unless a template marked it."""
    known = {language.code: language for language in catalogues.languages}

    def language(code: str) -> str:
        """The English name of a language: staff read English."""
        return known[code].english if code in known else code or "not known"

    def direction(code: str) -> str:
        """``rtl`` or ``ltr``, for every bubble."""
        return known[code].dir if code in known else "auto"

    loader = jinja2.ChoiceLoader(
        [
            jinja2.PackageLoader("bot.console", "templates"),
            jinja2.PrefixLoader(
                {"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")}
            ),
        ]
    )
    env = jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False
    )
    env.filters.update(
        moment=moment,
        day=day,
        clock=clock,
        iso=iso,
        dial=dial,
        language=language,
        direction=direction,
    )
    env.globals.update(asset=address, choose=CHOOSE)
    return env


def moment(at: int) -> str:
    """``Mon 2 Mar 2026, 10:00``, in London."""
    return f"{day(at)}, {clock(at)}"


def day(at: int) -> str:
    """``Mon 2 Mar 2026``."""
    local = local_time(at)
    return f"{local:%a} {local.day} {local:%b %Y}"


def clock(at: int) -> str:
    """``10:00``."""
    return f"{local_time(at):%H:%M}"


def dial(number: str) -> str:
    """What a telephone dials, where the whole of a text is one number; else nothing.

    Who is on call has the telephone in hand, and a number that is copied wrong rings a stranger.
    """
    return re.sub(r"[^\d+]", "", number) if _A_NUMBER.fullmatch(number) else ""


def iso(at: int) -> str:
    """For the ``datetime`` of a ``<time>``."""
    return local_time(at).isoformat(timespec="minutes")

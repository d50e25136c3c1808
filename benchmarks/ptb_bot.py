"""The same menu on python-telegram-bot: ConversationHandler and PicklePersistence.

As its own documentation shows a bot behind somebody else's web server; nothing is encrypted, and
what it knows is written to a file once a minute.
"""

import argparse
import asyncio
import signal
from pathlib import Path
from typing import Any, cast

from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

from benchmarks.menu import PAGES, buttons, target

KEYBOARDS = {
    page: InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(text=label, callback_data=key) for label, key in row]
            for row in buttons(page)
        ]
    )
    for page in PAGES
}


def _known(context: ContextTypes.DEFAULT_TYPE) -> dict[str, Any]:
    return cast("dict[str, Any]", context.user_data)


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> str:
    """Begin with the menu."""
    if update.message is not None:
        _known(context)["words"] = []
        await update.message.reply_text(PAGES["menu"].text, reply_markup=KEYBOARDS["menu"])
    return "menu"


def tapped(page: str) -> Any:  # noqa: ANN401 - the library's own callback type
    """Make the handler of a card's buttons."""

    async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> str:
        query = update.callback_query
        if query is None or query.data is None:
            return page
        then = target(page, query.data)
        _known(context)["last"] = query.data
        await query.answer()
        if PAGES[then].apart and update.effective_chat is not None:
            for text in PAGES[then].apart:
                await update.effective_chat.send_message(text)
            await update.effective_chat.send_message(PAGES[then].text, reply_markup=KEYBOARDS[then])
        else:
            await query.edit_message_text(PAGES[then].text, reply_markup=KEYBOARDS[then])
        return then

    return handle


async def wrote(update: Update, context: ContextTypes.DEFAULT_TYPE) -> str:
    """Keep her words, and show them back."""
    if update.message is not None:
        words = _known(context).setdefault("words", [])
        words.append(update.message.text)
        del words[:-5]
        await update.message.reply_text(PAGES["check"].text, reply_markup=KEYBOARDS["check"])
    return "check"


def application(token: str, api: str, folder: Path) -> Any:  # noqa: ANN401 - six type parameters
    """Build the bot."""
    states: dict[object, list[Any]] = {
        page: [CallbackQueryHandler(tapped(page))]
        + ([MessageHandler(filters.TEXT & ~filters.COMMAND, wrote)] if PAGES[page].words else [])
        for page in PAGES
    }
    built = (
        Application.builder()
        .token(token)
        .base_url(f"{api}/bot")
        .persistence(PicklePersistence(folder / "kept.pickle"))
        .updater(None)
        .build()
    )
    built.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", start)],
            states=states,
            fallbacks=[CommandHandler("start", start)],
            name="menu",
            persistent=True,
            allow_reentry=True,
        )
    )
    return built


async def main(token: str, api: str, port: int, folder: Path) -> None:
    """Serve until told to stop."""
    bot = application(token, api, folder)

    async def webhook(request: web.Request) -> web.Response:
        await bot.update_queue.put(Update.de_json(await request.json(), bot.bot))
        return web.Response()

    app = web.Application()
    app.router.add_post("/webhook", webhook)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    async with bot:
        await bot.start()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        ended = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
        await ended.wait()
        await runner.cleanup()
        await bot.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--token", required=True)
    parser.add_argument("--api", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    asyncio.run(main(given.token, given.api, given.port, given.folder))

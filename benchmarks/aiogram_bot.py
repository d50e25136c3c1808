"""The same menu on aiogram 3: state in memory, on uvloop, by webhook, as documented."""

import argparse
import asyncio
import signal

import uvloop
from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from benchmarks.menu import PAGES, buttons, target

KEYBOARDS = {
    page: InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=label, callback_data=key) for label, key in row]
            for row in buttons(page)
        ]
    )
    for page in PAGES
}
router = Router()


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    """Begin with the menu."""
    await state.set_state("menu")
    await message.answer(PAGES["menu"].text, reply_markup=KEYBOARDS["menu"])


@router.callback_query()
async def tapped(query: CallbackQuery, state: FSMContext) -> None:
    """Go where the button leads."""
    page = await state.get_state() or "menu"
    then = target(page, query.data or "")
    await state.set_state(then)
    await state.update_data(last=query.data)
    await query.answer()
    if not isinstance(query.message, Message):
        return
    if PAGES[then].apart:
        for text in PAGES[then].apart:
            await query.message.answer(text)
        await query.message.answer(PAGES[then].text, reply_markup=KEYBOARDS[then])
    else:
        await query.message.edit_text(PAGES[then].text, reply_markup=KEYBOARDS[then])


@router.message(F.text)
async def wrote(message: Message, state: FSMContext) -> None:
    """Keep her words, and show them back."""
    await state.set_state("check")
    await state.update_data(words=message.text)
    await message.answer(PAGES["check"].text, reply_markup=KEYBOARDS["check"])


async def main(token: str, api: str, port: int) -> None:
    """Serve until told to stop."""
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.include_router(router)
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot).register(app, path="/webhook")
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()
    await runner.cleanup()
    await bot.session.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--token", required=True)
    parser.add_argument("--api", required=True)
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as loop:
        loop.run(main(given.token, given.api, given.port))

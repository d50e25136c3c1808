"""What it costs to send one card and to read one update, by the library's objects and by ours.

Run ``python -m benchmarks.telegram_send [SENDS]``. The simulated Bot API runs in another process,
so that the processor time is the client's alone; ways are interleaved, and the best of five rounds
is told (docs/adr/0003).
"""

import asyncio
import json
import multiprocessing
import sys
import time
from collections.abc import Awaitable, Callable
from multiprocessing.connection import Connection

import uvloop
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.channels import telegram
from bot.channels.telegram_sender import TelegramSender
from bot.channels.telegram_transport import TelegramTransport
from bot.channels.wire import Outgoing
from bot.demo.botapi import TOKEN, BotApi
from bot.flows.says import Option, Say, Text
from bot.handlers.telegram_update import decode
from bot.words import Catalogues

CHAT = 700123
AT_ONCE = 40
ROUNDS = 5
LABELS = ("Phone", "In person", "Video", "Amina and I decide")
SAY = Say(
    "booking.how",
    (Text("bench.how", "How shall we meet?"),),
    tuple(Option(str(n), Text(f"bench.{n}", label)) for n, label in enumerate(LABELS)),
    nav=("back", "person", "leave"),
)
UPDATE = {
    "update_id": 123456789,
    "message": {
        "message_id": 365,
        "from": {"id": CHAT, "is_bot": False, "first_name": "A", "language_code": "vi"},
        "chat": {"id": CHAT, "first_name": "A", "type": "private"},
        "date": 1772445600,
        "text": "Toi can giup do ve mot la thu",
    },
}


def serve(pipe: Connection) -> None:
    """Run the simulated Bot API until the process is ended."""

    async def run() -> None:
        async with BotApi() as api:
            api.phone(CHAT)
            api.started.add(CHAT)
            pipe.send(api.url)
            await asyncio.Event().wait()

    uvloop.run(run())


async def measured(send: Callable[[], Awaitable[object]], count: int) -> tuple[float, float]:
    """Return processor microseconds a send, and sends a second, at so many at once."""

    async def some(number: int) -> None:
        for _ in range(number):
            await send()

    wall, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(some(count // AT_ONCE) for _ in range(AT_ONCE)))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return cpu / count * 1e6, count / wall


async def compare(url: str, count: int) -> None:
    """Send by each way in turn."""
    tongue = Catalogues().tongue("en")
    payload = telegram.render(SAY, tongue, revision=7).payload
    sender = TelegramSender(TelegramTransport(TOKEN, url))
    await sender.open()
    ours: ExtBot[None] = ExtBot(
        TOKEN,
        base_url=sender.transport.base_url,
        request=sender.transport,
        get_updates_request=sender.transport,
    )
    default: ExtBot[None] = ExtBot(
        TOKEN,
        base_url=f"{url}/bot",
        request=HTTPXRequest(connection_pool_size=AT_ONCE),
        get_updates_request=HTTPXRequest(),
    )
    await default.initialize()
    await ours.initialize()

    def markup() -> InlineKeyboardMarkup:
        rows = [
            [InlineKeyboardButton(text=label, callback_data=f"c:7:{number}")]
            for number, label in enumerate((*LABELS, "Back", "A person", "Leave"))
        ]
        return InlineKeyboardMarkup(rows)

    outgoing = Outgoing(str(CHAT), payload, "reply")
    ways: dict[str, Callable[[], Awaitable[object]]] = {
        "library, its own transport": lambda: default.send_message(
            CHAT, "How shall we meet?", reply_markup=markup()
        ),
        "library, our transport": lambda: ours.send_message(
            CHAT, "How shall we meet?", reply_markup=markup()
        ),
        "prepared bytes, our transport": lambda: sender.send(outgoing),
    }
    best: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, send in ways.items():
            best[name].append(await measured(send, count))
    for name, rounds in best.items():
        cpu, rate = min(rounds)[0], max(rate for _, rate in rounds)
        print(f"{name:32} {cpu:7.0f} us of processor a send, {rate:6.0f} sends a second")
    await default.shutdown()
    await sender.close()


def reading(count: int) -> None:
    """Read one update by each way."""
    body = json.dumps(UPDATE).encode()
    ways: dict[str, Callable[[], object]] = {
        "Update.de_json": lambda: Update.de_json(json.loads(body), None),
        "decode": lambda: decode(body, "1", 0),
    }
    for name, read in ways.items():
        times = []
        for _ in range(ROUNDS):
            began = time.process_time()
            for _ in range(count):
                read()
            times.append((time.process_time() - began) / count * 1e6)
        print(f"{name:32} {min(times):7.1f} us of processor an update")


def rendering(count: int) -> None:
    """Render one step."""
    tongue = Catalogues().tongue("en")
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(count):
            telegram.render(SAY, tongue, revision=7)
        times.append((time.process_time() - began) / count * 1e6)
    print(f"{'telegram.render':32} {min(times):7.1f} us of processor a step")


def main() -> None:
    """Run all of it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    uvloop.run(compare(ours.recv(), count))
    server.terminate()
    reading(count * 5)
    rendering(count * 2)


if __name__ == "__main__":
    main()

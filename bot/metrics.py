"""Numbers for whoever watches the machine: how much, how long, how many failed; never about whom.

The rule kept here: a label is a channel, a class or an outcome, from a closed list of our own.
"""

from functools import cache

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

REGISTRY = CollectorRegistry()

TAKEN = Counter("imsa_taken_total", "Messages taken in", ["channel"], registry=REGISTRY)
REPEATED = Counter("imsa_repeated_total", "Messages seen before", ["channel"], registry=REGISTRY)
PARKED = Counter("imsa_parked_total", "Messages our own code failed on", registry=REGISTRY)
REFUSED = Counter("imsa_refused_total", "Messages nothing could be stored of", registry=REGISTRY)
FULL = Counter(
    "imsa_full_total", "Texts after a day's answers to a linked number", registry=REGISTRY
)
SENT = Counter("imsa_sent_total", "Attempts to send", ["channel", "outcome"], registry=REGISTRY)
DURABLE = Histogram(
    "imsa_durable_seconds",
    "From intake to commit",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
    registry=REGISTRY,
)
WAITING = Gauge("imsa_outbox_rows", "Rows that wait to be sent", registry=REGISTRY)


@cache
def taken(channel: str, *, new: bool) -> Counter:
    """Return what counts messages of one channel, seen for the first time or again."""
    return (TAKEN if new else REPEATED).labels(channel)


@cache
def sent(channel: str, outcome: str) -> Counter:
    """Return what counts attempts to send with one outcome."""
    return SENT.labels(channel, outcome)


async def show(_: web.Request) -> web.Response:
    """Answer a scrape."""
    return web.Response(
        body=generate_latest(REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST}
    )


def metrics_of() -> web.Application:
    """Return the application that listens on loopback alone."""
    application = web.Application()
    application.router.add_get("/metrics", show)
    return application

"""Every flow on every channel in every way that applies is written down; a missing one fails.

After a change of words or flows: ``python -m tools.transcripts``, and read the difference.
"""

import pytest

from bot.channels.wire import Channel
from bot.flows.book import BOOK
from bot.words import Catalogues
from tests.conversations.scripts import CHANNELS
from tests.conversations.transcripts import FOLDER, file_of, replay
from tests.conversations.ways import (
    TITLES,
    FlowWay,
    lines_of,
    wanted,
    ways_file,
    write_ways,
)

NOT_LINKED = "a chat can be locked only once it is linked"
ASKS_NOTHING = "by text its page comes at once, and nothing is asked"
LEADS = "one line that leads what is open; see asking-whether-it-is-a-computer.txt"
LEADS_ON = "it asks nothing, and leads to My data or to a job; see test_asked.py"
LEADING_ON = ("data_asked", "complaint_asked", "meet_asked", "write_asked")
DISTURBED: tuple[FlowWay, ...] = ("back", "leave", "stop", "silence", "fails")
EXCEPTIONS: dict[tuple[str, Channel, FlowWay], str] = {
    **{("reconsider", "sms", way): ASKS_NOTHING for way in DISTURBED},
    **{("readers_asked", "sms", way): ASKS_NOTHING for way in DISTURBED},
    **{(flow, on, "straight"): LEADS_ON for flow in LEADING_ON for on in CHANNELS},
    ("first_contact", "telegram", "locked"): NOT_LINKED,
    ("link", "telegram", "locked"): NOT_LINKED,
    ("menu_stranger", "telegram", "locked"): NOT_LINKED,
    ("computer", "sms", "straight"): LEADS,
    ("computer", "telegram", "straight"): LEADS,
    ("help", "sms", "straight"): "one line that leads the menu; see HELP.txt",
    ("help", "telegram", "straight"): "one line that leads the menu; see HELP.txt",
}
FILES = [(flow, channel) for flow in BOOK.flows for channel in CHANNELS]


def test_every_flow_on_every_channel_in_every_way_is_written_down() -> None:
    missing = {
        (flow, channel, way)
        for flow, channel, way in wanted()
        if lines_of(flow, channel, way) is None or not _is_written(flow, channel, way)
    }
    assert missing == set(EXCEPTIONS)


def _is_written(flow: str, channel: Channel, way: FlowWay) -> bool:
    if way == "straight":
        played = lines_of(flow, channel, way)
        return played is not None and file_of(played[0], channel).exists()
    path = ways_file(flow, channel)
    return path.exists() and f"## {TITLES[way]}\n" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("flow", "channel"), FILES, ids=[f"{c}-{f}" for f, c in FILES])
def test_a_flow_goes_on_as_written(flow: str, channel: Channel, catalogues: Catalogues) -> None:
    path = ways_file(flow, channel)
    assert path.exists() == bool(write_ways(flow, channel, catalogues))
    if path.exists():
        text = path.read_text(encoding="utf-8")
        assert replay(text, channel, catalogues) == text


def test_there_are_no_other_files() -> None:
    assert set(FOLDER.glob("*/ways/*.txt")) <= {ways_file(*one) for one in FILES}

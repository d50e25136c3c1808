"""Golden transcripts: what is said, word for word, on both kinds of phone.

After a change of words: ``python -m tools.transcripts``, and read the difference.
"""

import pytest

from bot.channels.wire import Channel
from bot.flows.book import BOOK
from bot.words import Catalogues
from tests.conversations.scripts import SCRIPTS, Script
from tests.conversations.transcripts import FOLDER, TITLES, file_of, files, flows_of, replay, write

ALL = list(files())
LEADING = {"help", "computer", "data_asked", "complaint_asked", "meet_asked", "write_asked"}
"""Flows that ask nothing: what is said in them leads what is asked."""


@pytest.mark.parametrize(
    ("script", "channel"), ALL, ids=[f"{channel}-{script.name}" for script, channel in ALL]
)
def test_the_conversation_goes_as_written(
    script: Script, channel: Channel, catalogues: Catalogues
) -> None:
    text = file_of(script, channel).read_text(encoding="utf-8")
    assert replay(text, channel, catalogues) == text


def test_every_way_of_every_conversation_is_there_and_no_other_file(
    catalogues: Catalogues,
) -> None:
    for script, channel in ALL:
        text = file_of(script, channel).read_text(encoding="utf-8")
        wanted = [line for line in write(script, channel, catalogues).splitlines() if "##" in line]
        assert [line for line in text.splitlines() if "##" in line] == wanted
        assert f"## {TITLES['leave']}" in text
    assert set(FOLDER.glob("*/*.txt")) == {file_of(script, channel) for script, channel in ALL}


def test_every_flow_is_met_in_some_transcript(catalogues: Catalogues) -> None:
    met = set().union(*(flows_of(script, channel, catalogues) for script, channel in ALL))
    assert set(BOOK.flows) - met == LEADING, "their lines lead what is asked"


def test_no_two_scripts_share_a_file() -> None:
    assert len({file_of(script, channel) for script, channel in ALL}) == len(ALL)
    assert len(SCRIPTS) <= len(ALL)

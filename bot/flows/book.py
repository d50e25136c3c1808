"""The book: every flow there is, and the ways in."""

from bot.flows.arriving import COMPUTER_ASKED, FIRST_CONTACT, GOOD_TIME, LINK, UNDER_18, WELCOME
from bot.flows.asked import (
    COMPLAINT_ASKED,
    DATA_ASKED,
    MEET_ASKED,
    READERS_ASKED,
    WRITE_ASKED,
)
from bot.flows.codes import code_among, read_code, read_link
from bot.flows.concern import CONCERN
from bot.flows.concern_later import CONCERN_LATER, CONCERN_NOTE
from bot.flows.crisis import CRISIS
from bot.flows.curtain import CURTAIN
from bot.flows.facts import Facts
from bot.flows.flow import Book, Flow
from bot.flows.help_numbers import HELP_NUMBERS
from bot.flows.language import LANGUAGE, LANGUAGE_NAMED
from bot.flows.meeting import MEET
from bot.flows.meeting_off import MEETING_OFF
from bot.flows.menu import GET_ADVOCATE, HELP, MENU, MENU_STRANGER
from bot.flows.my_data import ERASE, ERASE_UNDO, MY_DATA
from bot.flows.notes import NOTE, READ
from bot.flows.person import PERSON
from bot.flows.reconsider import RECONSIDER
from bot.flows.reminders import REMINDER, REMINDERS
from bot.flows.rights import ASK_ABOUT, RIGHTS, RIGHTS_NATION
from bot.flows.settings import SETTINGS
from bot.flows.who_reads import WHO_READS
from bot.flows.word import YOUR_WORD
from bot.flows.write import AFTER_SENDING, STRAY_WORDS, WRITE_TO_ADVOCATE

FLOWS: tuple[Flow, ...] = (
    FIRST_CONTACT,
    WELCOME,
    COMPUTER_ASKED,
    READERS_ASKED,
    DATA_ASKED,
    COMPLAINT_ASKED,
    MEET_ASKED,
    WRITE_ASKED,
    GOOD_TIME,
    UNDER_18,
    LINK,
    MENU,
    MENU_STRANGER,
    GET_ADVOCATE,
    HELP,
    WHO_READS,
    WRITE_TO_ADVOCATE,
    STRAY_WORDS,
    AFTER_SENDING,
    MEET,
    MEETING_OFF,
    REMINDERS,
    REMINDER,
    CONCERN,
    CONCERN_LATER,
    CONCERN_NOTE,
    RECONSIDER,
    NOTE,
    READ,
    RIGHTS,
    RIGHTS_NATION,
    ASK_ABOUT,
    HELP_NUMBERS,
    CRISIS,
    PERSON,
    LANGUAGE,
    LANGUAGE_NAMED,
    YOUR_WORD,
    SETTINGS,
    MY_DATA,
    ERASE,
    ERASE_UNDO,
    CURTAIN,
)


def home(facts: Facts) -> Flow:
    """Return where somebody belongs when nothing is open."""
    if not facts.language():
        return FIRST_CONTACT
    if not facts.linked():
        return MENU_STRANGER
    return {"": GOOD_TIME, "yes": MENU}.get(facts.adult(), UNDER_18)


JOBS = {
    "complaining": CONCERN.name,
    "meeting": MEET.name,
    "writing": WRITE_TO_ADVOCATE.name,
    "calling": PERSON.name,
    "other_language": LANGUAGE.name,
}

BOOK = Book(
    flows={flow.name: flow for flow in FLOWS},
    home=home,
    person=PERSON,
    curtain=CURTAIN,
    stray=STRAY_WORDS,
    link=LINK,
    read_code=read_code,
    code_among=code_among,
    read_link=read_link,
    entries={
        "help": HELP,
        "crisis": CRISIS,
        "language": LANGUAGE_NAMED,
        "note": READ,
        "menu": MENU,
        "numbers": HELP_NUMBERS,
        "welcome": WELCOME,
        "computer": COMPUTER_ASKED,
        "readers": READERS_ASKED,
        "data": DATA_ASKED,
        "complaining": COMPLAINT_ASKED,
        "meeting": MEET_ASKED,
        "writing": WRITE_ASKED,
        "calling": PERSON,
        "other_language": LANGUAGE,
    },
    over=frozenset({"crisis", "language", "computer", "readers", "data", *JOBS}),
    waits=frozenset({"readers", "data", *JOBS}),
    jobs=JOBS,
    due={"note": NOTE, "reminder": REMINDER, "concern_note": CONCERN_NOTE},
)

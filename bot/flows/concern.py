"""A worry or a complaint: what she wants, about whom, who can open it, and only then any words.

The rules kept here: the line that nothing happens to her support comes first; who is shut out is
said before a word is asked for; everything but that is a choice or can be skipped; and it is shown
back before it leaves.
"""

from bot.flows import concern_ways as ways
from bot.flows.concern_later import CONCERN_LATER
from bot.flows.flow import Flow
from bot.flows.reconsider import RECONSIDER
from bot.flows.state import BEGUN
from bot.flows.vocabulary import (
    Call,
    Choose,
    Decide,
    Do,
    Enter,
    Finish,
    Pick,
    Show,
    Tick,
    Write,
)
from bot.flows.who_reads import CHAT_SEES, MAY_TELL, PHONE_SEES, carrier
from bot.flows.write import STILL_HERE, TAKEN_OUT

NO_REPRISAL = "It will not affect your support."
DISCARDED = "It is gone. Nothing was sent."


CONCERN = Flow(
    "concern",
    Choose(
        "ladder",
        NO_REPRISAL,
        Pick("concern", "I want it noted or put right", then="who"),
        Pick("complaint", "I want someone independent to look into it", then="who"),
        Pick("difference", "What is the difference", then="difference"),
        Pick("mine", "About one I sent before", then=CONCERN_LATER),
        must=True,
        of="complaint",
        note="The first line always comes first. Calm and short.",
    ),
    Choose(
        "difference",
        "Noted or put right: we try to fix it soon. Looked into: someone who was not there finds "
        "out what happened. You can change later.",
        Pick("concern", "Noted or put right", then="who"),
        Pick("complaint", "Looked into", then="who"),
        Pick("unsure", "Not sure", then="who"),
        must=True,
        of="complaint",
    ),
    Decide("who", ways.linked, yes="about", no="behalf"),
    Choose(
        "behalf",
        "Is this about you?",
        Pick("me", "Yes", skip=True),
        Pick("agreed", "Somebody who agreed"),
        Pick("unsaid", "Somebody else"),
        of="complaint",
        note="It never says whether we know anybody.",
    ),
    Choose(
        "about_whom",
        "Who or what is it about?",
        Pick("advocate", "An advocate", then="anybody"),
        Pick("somebody", "Another person", then="anybody"),
        Pick("organisation", "An organisation", then="anybody"),
        Pick("hub", "The Hub team", then="anybody"),
        Pick("decision", "A Home Office decision", then=RECONSIDER),
        must=True,
        of="complaint",
    ),
    Choose(
        "about",
        "Who or what is it about?",
        Pick("advocate", "My advocate", then="anybody"),
        Pick("somebody", "Another person", then="anybody"),
        Pick("organisation", "The organisation", then="anybody"),
        Pick("hub", "The Hub team", then="anybody"),
        Pick("decision", "A Home Office decision", then=RECONSIDER),
        must=True,
        of="complaint",
    ),
    Decide("anybody", ways.anybody, yes="carrier", no="nobody"),
    Decide("carrier", carrier, phone="limits", chat="limits_chat"),
    Show(
        "limits",
        MAY_TELL,
        PHONE_SEES,
        apart=True,
        of="consent",
        then="shut",
    ),
    Show("limits_chat", MAY_TELL, CHAT_SEES, apart=True, of="consent"),
    Show(
        "shut",
        "{shut_out} can't open this here. {concern_readers} can.",
        "They may need to speak to those it is about. They will ask you first, unless someone is "
        "in danger.",
        hold=True,
        of="consent",
        note="True and exact: who can open this is worked out before it is said.",
    ),
    Tick(
        "areas",
        "What was not good?",
        Pick("respect", "Respect"),
        Pick("listening", "Listening, my choices"),
        Pick("promises", "Promises, being on time"),
        Pick("privacy", "Privacy"),
        Pick("fairness", "Fairness, interpreter"),
        Pick("afraid", "I am afraid of someone"),
        Pick("other", "Other", skip=True),
        of="complaint",
    ),
    Decide("written", ways.written, yes="found", no="words"),
    Show("found", STILL_HERE, then="sounds", of="complaint"),
    Write(
        "words",
        "Add words? Any language. Write as little as you like. "
        "You do not need to say what happened to you.",
        Pick("none", "No words", skip=True),
        reader="complaints team",
        then="sounds",
        of="complaint",
    ),
    Decide("sounds", ways.sounds, decision="decision", concern="check"),
    Choose(
        "decision",
        "Is this about a decision of the Home Office? It can be looked at again. "
        "That is not a complaint.",
        Pick("read", "What I can do", then="advice"),
        Pick("on", "Go on here", then="check"),
        must=True,
        of="complaint",
    ),
    Call(RECONSIDER, id="advice", then="check"),
    Choose(
        "check",
        "{concern_about}. To: {concern_readers}. {concern_words} {concern_level}",
        Pick("send", "Send", then="danger"),
        Pick("add", "Add words", then="words"),
        Pick("change", "Change who knows my name", then="level"),
        Pick("discard", "Do not send", then="discarded"),
        must=True,
        checks="words",
        of="complaint",
    ),
    Choose(
        "level",
        "Who may know your name?",
        Pick("team", "Only those who read it", skip=True),
        Pick("share", "Also those it is about"),
        Pick("none", "No name"),
        then="check",
        of="complaint",
    ),
    Decide("danger", ways.danger, yes="tidy_danger", no="tidy"),
    Decide("tidy", ways.tidied, yes="taken_out", no="file"),
    Show("taken_out", TAKEN_OUT),
    Do("file", ways.file_it),
    Show(
        "receipt",
        "Kept. Number {concern_reference}. We will write by {concern_promised}.",
        apart=True,
        cls="receipt",
        of="complaint",
        then="help",
    ),
    Decide("tidy_danger", ways.tidied, yes="taken_out_danger", no="file_danger"),
    Show("taken_out_danger", TAKEN_OUT),
    Do("file_danger", ways.file_it),
    Show(
        "receipt_danger",
        "Kept. Number {concern_reference}. {concern_looked} Danger now: 999.",
        apart=True,
        cls="receipt",
        of="complaint",
    ),
    Choose(
        "help",
        "What would help?",
        Pick("apology", "Say sorry"),
        Pick("explanation", "Explain"),
        Pick("new_advocate", "New advocate"),
        Pick("something", "Other"),
        of="complaint",
    ),
    Decide("helped", ways.helped, yes="helps", no="pin"),
    Do("helps", ways.helps),
    Enter(
        "pin",
        "You can choose 6 digits now. With them and the number above you can read answers from "
        "any phone.",
        read=ways.six_digits,
        again="Please send 6 digits that are hard to guess, not 123456 or 111111.",
        out="this_phone",
        secret=True,
        of="complaint",
    ),
    Decide("chosen", ways.chosen, yes="set_pin", no="this_phone"),
    Do("set_pin", ways.set_pin),
    Finish("any_phone", "OK. Number and 6 digits open it on any phone.", of="complaint"),
    Finish("this_phone", "OK. Answers come to this phone only.", of="complaint"),
    Finish("discarded", DISCARDED, of="complaint"),
    Finish(
        "nobody",
        "Nobody here can look into this now. Nothing was sent. To talk to a person: "
        "{person_number}.",
        of="complaint",
    ),
    team=("about", "about_whom", "behalf", "file", "file_danger", BEGUN),
)

"""What the console says in its own words, by the codes that rows carry.

The rule kept here: staff never read *read*. What a phone opened, somebody holding it opened.
"""

from typing import Final

TASKS: Final = {
    "again_asked": "Two people are asked to let you in with new words or a new telephone. If you "
    "did not ask for it, ring your hub lead now",
    "sleeps_soon": "The link goes to sleep soon: check the number by voice",
    "alert_unanswered": "Nobody has taken an alert: find out who can ring them now",
    "asleep": "The link sleeps: make a new code when in touch. In a chat their word wakes it",
    "call_me": "Asks you to call",
    "check_by_voice": "Check by voice who is there",
    "content_due": "Pages or numbers are due to be checked: the Hub list has their files",
    "crisis": "Asked for you by name after crisis words: call now",
    "data_request": "Data request: call them, ask whether they asked for it and are alone",
    "frozen": "A phone was frozen: ask by telephone how it was",
    "hold_tell": "Their data is kept past its time, and they may know: tell them, by a safe way",
    "letter": "A letter for you",
    "invitation_refused": "An invitation did not reach somebody by e-mail: look at their address, "
    "and make them a new link",
    "access_ended": "A colleague's access was ended. If nobody told you, ask an administrator",
    "last_holder": "Nobody who is here can open a conversation: ask the officers",
    "meeting_check_plan": "Did not meet three times: check the contact plan, by a safe way",
    "meeting_choose": "Asks you to choose a time to meet",
    "meeting_confirm": "Asks for a time to meet: say yes or no on your calendar",
    "meeting_new": "Booked a meeting with you",
    "meeting_off": "Took a meeting out: nobody needs a reason",
    "meeting_unanswered": "Has had no yes or no to a time by the day that was promised: they know, "
    "and may be waiting. See that somebody answers on the calendar, or rings them",
    "meeting_way": "Did not meet, and would like a different way: look for one together",
    "new_key": "A colleague has a new key: open their own conversations to it again",
    "new_key_officers": "A colleague has a new key: use the recovery key, two officers together",
    "phone_moved": "Their phone was linked to somebody else: check by voice",
    "relinked": "Another phone was linked: ask by telephone how it was",
    "complaint_many": "More closed cases than usual have had their time. If that is right, propose "
    "it; when another agrees, they are deleted within six hours. If not, tell whoever looks after "
    "the service. Due",
    "complaint_two_wanted": "More closed cases than usual have had their time, and there are not "
    "two people who may find that right. Find another complaint handler for the Hub, or an outside "
    "reviewer, who is not involved in any. Due",
    "retention_clock": "Nothing is deleted or erased for now: the service was away for long, or "
    "its clock is wrong. Mark this done if the date is right",
    "retention_many": "More people than usual ended so long ago that they are due to be deleted. "
    "If that is right, propose it; when another agrees, they are within six hours. If not, tell "
    "whoever looks after the service. Due",
    "under_18": "May be under 18: call today. Nothing else is open to them here; a new invitation "
    "asks their age again",
    "without_advocate": "Has no advocate now: find one today",
}

CALL_OF_NOBODY: Final = (
    "Asks for a call, and neither their advocate nor who covers is there: find somebody who can "
    "ring"
)
"""Instead of ``call_me``, on the Hub's list."""

AGAIN_RAN_OUT: Final = (
    "Nobody agreed within 24 hours to let you in again: that ran out, and nothing has changed. If "
    "you asked for it, ring your hub lead: it can be proposed again. If you did not, say so to them"
)
"""Instead of ``again_asked``, once nobody can say yes any more."""

HOLDS: Final = {
    "legal": "A court, the police, or the law",
    "safeguarding": "Their safety: a death, somebody missing",
}
"""What keeps data past its time."""

ASKERS: Final = {
    "police": "Police",
    "court": "A court",
    "other": "Somebody else",
}
"""Who asks from outside what is held."""

ASKS: Final = {"police": "Police ask", "court": "A court asks", "other": "Somebody else asks"}

ANSWERS: Final = {
    "all": "Give what is asked for",
    "part": "Give part of it",
    "nothing": "Give nothing",
}

CASE_TASKS: Final = {
    "complaint_triage": "Nobody has looked yet whether somebody is in danger: look today",
    "complaint_today": "A promised date is today",
    "complaint_due": "A promised date is the next working day",
    "complaint_call": "Asks for a call: when and where stands in the case",
    "complaint_rests": "Paused or passed on for long, and its time to be kept is over soon: go on "
    "with it if that is wanted. If nobody does, it is deleted",
    "complaint_late": "A promised date was missed: ask why, and whether somebody is to take over",
    "complaint_advocate": "A new advocate was promised in an answer: ask the handlers "
    "whose, talk with that person, and arrange it. Nothing is handed over by itself",
    "complaint_nobody": "Nobody who is here can open it: find a handler who is not involved",
    "complaint_alert": "Nobody has taken an alert: find out who can ring them now",
    "safeguarding": "Somebody may be in danger: ring the complaint handlers today",
}
"""Tasks about a complaint: their detail is its id, shown as a link to those who hold it."""

TASK_DETAILS: Final = {
    "any": "any time",
    "morning": "in the morning",
    "afternoon": "in the afternoon",
    "evening": "in the evening",
    "phone": "by phone",
    "there": "in person",
    "video": "by video",
    "decide": "how is to be agreed",
    "trouble_unlocking": "five wrong words were entered",
    "stopped_by_text": "STOP came from their number, and anybody can write from a number",
    "many_texts": "so many texts came from their number that no more are answered today",
    "rang": "they rang the number",
    "erase": "",
    "undo": "",
    "self_harm": "words of hurting themselves",
    "danger": "words of danger now",
    "held": "words of being held or watched",
    "child": "words of a child at risk",
}

DELIVERY: Final = {
    "kept": "Kept, not sent yet",
    "note_held": "Kept; no note has gone out",
    "note_sent": "Note sent",
    "delivered": "Note delivered to the phone",
    "opened": "Opened on the phone",
    "not_delivered": "Not delivered",
    "not_read": "Not read, and no longer on the phone: send it again if it still matters",
}

MARKS: Final = {
    "locked": "Written while the phone was locked: it may not be them",
    "fault": "Arrived while we had a fault",
    "many": "Came after more texts than a day has answers for: it may not be them",
}

STANDINGS: Final = {
    "open": "linked",
    "locked": "linked, locked by their word",
    "asleep": "asleep",
    "frozen": "frozen",
}

CHANNELS: Final = {"sms": "Text messages", "telegram": "Telegram"}

VOICEMAIL: Final = {
    "": "Ask",
    "no": "No message",
    "neutral": "Only: please call back",
    "yes": "Yes",
}

PLACES: Final = {"": "Ask", "no": "Don't send places", "ask": "Only when they ask"}

NATIONS: Final = {
    "england": "England",
    "wales": "Wales",
    "scotland": "Scotland",
    "ni": "Northern Ireland",
}

ROLES: Final = {
    "advocate": "Advocate (IMSA)",
    "complaint_handler": "Complaint handler",
    "hub_admin": "Hub administrator",
    "hub_lead": "Hub lead",
    "officer": "Recovery officer",
    "outside_reviewer": "Outside reviewer",
    "interpreter": "Interpreter",
    "auditor": "Auditor",
}

STAFF_STATES: Final = {
    "invited": "Invited",
    "unverified": "Check words not confirmed",
    "active": "Active",
    "disabled": "Left",
}

RELATIONS: Final = {"line_manager": "Line manager", "cover": "Cover", "related": "Related"}

WRITTEN: Final = {
    "words": "What you were writing",
    "note": "Note for staff",
    "letter": "Letter",
    "answer": "Your answer",
    "reason": "Why, in plain words",
    "basis": "Legal basis",
    "scope": "What is asked for",
    "given": "What was given",
    "how": "By whom and how they were told, or what bars it",
    "extend": "Why it takes longer",
    "unsafe": "Why there is no safe way to write to them",
    "escalate": "Why somebody else should look",
    "place": "Where",
    "number": "Number to call",
    "safe_times": "When it is safe to call",
    "interpreter": "Interpreter",
    "no_answer": "If they don't answer",
    "meeting": "Next meeting",
    "else": "Anything else",
}
"""What a person writes by hand, by the names of the fields: shown again after a lock."""

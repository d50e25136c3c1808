"""What the console says in its own words, by the codes that rows carry.

The rule kept here: staff never read *read*. What a phone opened, somebody holding it opened.
"""

from typing import Final

TASKS: Final = {
    "call_me": "Asks you to call",
    "check_by_voice": "Check by voice who is there",
    "under_18": "May be under 18: call today",
    "note_held": "A note could not go out for 48 hours: find another way",
    "not_delivered": "The phone could not be reached",
    "stopped": "Texted STOP: check by voice before anything else",
    "asleep": "The link went to sleep: make a new invitation when you are in touch",
    "about_to_sleep": "The link goes to sleep soon: check the number by voice",
    "unlinked": "Has had no working link for five working days",
    "fault": "A message arrived while we had a fault",
    "alert": "Asks for the worker on call",
    "freeze_sample": "A phone was frozen: ask by telephone how it was",
    "parked": "Messages wait because of a fault",
    "retention": "Something is due to be deleted",
}

TASK_DETAILS: Final = {
    "any": "any time",
    "morning": "in the morning",
    "afternoon": "in the afternoon",
    "evening": "in the evening",
    "trouble_unlocking": "five wrong words were entered",
}

DELIVERY: Final = {
    "kept": "Kept, not sent yet",
    "note_held": "Kept; no note has gone out",
    "note_sent": "Note sent",
    "delivered": "Note delivered to the phone",
    "opened": "Opened on the phone",
    "not_delivered": "Not delivered",
}

MARKS: Final = {
    "locked": "Written while the phone was locked: it may not be them",
    "fault": "Arrived while we had a fault",
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

REFUSED: Final = {
    "unknown": "That is not there any more.",
    "needs_a_person": "Only a person can do this.",
    "no_thread": "There is no conversation yet: nobody has confirmed the advocate's check words.",
    "last_holder": "Nobody else could open the conversation then. Let somebody else in first.",
    "grant_altered": "A key was altered in the database. Tell whoever looks after the service.",
    "thread_altered": "A key was altered in the database. Tell whoever looks after the service.",
    "not_fetched": "The file is not here yet.",
}

DONE: Final = {
    "sent": "Kept for their phone. The line in the thread says how far it has come.",
    "noted": "Your note is kept. It is never sent.",
    "plan": "The contact plan is saved.",
    "added": "Added. Make a code now, so that a phone can be linked.",
    "revoked": "The code no longer works.",
    "frozen": "Frozen. Nothing more goes from this conversation to that phone.",
    "task": "Done.",
    "verified": "Confirmed. Their key can be given messages now.",
    "invited": "The invitation is made.",
    "proposed": "Proposed. Somebody else has to agree within 24 hours.",
    "approved": "Agreed.",
    "refused": "Refused.",
    "disabled": "They can't sign in any more.",
    "rota": "The rota is changed.",
    "organisation": "The organisation is saved.",
    "share": "Your share is confirmed.",
    "ceremony": "The recovery pair is made. Each officer now opens this page for their share.",
    "reviewer": "The outside reviewer's key is made.",
    "completed": "The recovery key can now open what you hold.",
    "again": "Nothing was sent twice: this message had gone already.",
}

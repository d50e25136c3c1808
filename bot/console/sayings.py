"""What the console says in its own words, by the codes that rows carry.

The rule kept here: staff never read *read*. What a phone opened, somebody holding it opened.
"""

from typing import Final

TASKS: Final = {
    "alert": "Asks for the worker on call",
    "about_to_sleep": "The link goes to sleep soon: check the number by voice",
    "alert_unanswered": "Nobody has taken an alert: find out who can ring them now",
    "asleep": "The link went to sleep: make a new code when you are in touch",
    "call_me": "Asks you to call",
    "check_by_voice": "Check by voice who is there",
    "crisis": "Asked for you by name after crisis words: call now",
    "data_request": "Data request: call them, ask whether they asked for it and are alone",
    "fault": "A message arrived while we had a fault",
    "frozen": "A phone was frozen: ask by telephone how it was",
    "last_holder": "Nobody who is here can open a conversation: ask the officers",
    "not_delivered": "The phone could not be reached",
    "note_held": "A note could not go out for 48 hours: find another way",
    "phone_moved": "Their phone was linked to somebody else: check by voice",
    "rang": "Rang the number: call back",
    "relinked": "Another phone was linked: ask by telephone how it was",
    "retention": "Something is due to be deleted",
    "stopped": "Texted STOP: check by voice before anything else",
    "under_18": "May be under 18: call today",
    "unlinked": "Has had no working link for five working days",
    "without_advocate": "Has no advocate now: find one today",
}

CASE_TASKS: Final = {
    "complaint_due": "An answer is due",
    "complaint_late": "A promised date was missed: ask why, and whether somebody is to take over",
    "complaint_nobody": "Nobody who is here can open it: find a handler who is not involved",
    "safeguarding": "Somebody may be in danger: ring the complaint handlers today",
}
"""Tasks about a complaint: their detail is its id, shown as a link to those who hold it."""

TASK_DETAILS: Final = {
    "any": "any time",
    "morning": "in the morning",
    "afternoon": "in the afternoon",
    "evening": "in the evening",
    "trouble_unlocking": "five wrong words were entered",
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
    "advocate_unverified": "Your own check words have to be confirmed first.",
    "closed": "The hour in which this was open is over.",
    "another_hub": "There is a Hub already.",
    "another_share": "This is not the share that was shown to you.",
    "auditor_with_caseload": "An auditor can't have a caseload.",
    "asleep": "Their link sleeps. Make a new code first.",
    "ceremony_running": "A ceremony has begun already.",
    "ends_before_it_starts": "The turn has to end after it begins.",
    "expired": "This proposal ran out after 24 hours. Make a new one.",
    "frozen": "Their phone is frozen. Make a new code first.",
    "grant_altered": "A key was altered in the database. Tell whoever looks after the service.",
    "has_a_cover": "They have a cover already. End that first.",
    "known_address": "Somebody with this e-mail address is here already.",
    "last_holder": "Nobody else could open it then. Let somebody else in first.",
    "mistyped": "A letter is wrong or missing. Compare it with your paper, group by group.",
    "needs_a_person": "Only a person can do this.",
    "no_ceremony": "No ceremony has begun, or it ran out after 24 hours. Begin again.",
    "no_phone": "No phone is linked. Make a code first.",
    "no_recovery": "There is no recovery key yet.",
    "no_share": "There is no share for you.",
    "no_thread": "There is no conversation yet: nobody has confirmed the advocate's check words.",
    "not_a_holder": "Your key does not open this.",
    "not_a_sealed_key_file": "This is not a sealed key file.",
    "not_asleep": "This link doesn't sleep.",
    "not_a_relation": "Choose two different people and what they are to each other.",
    "not_an_advocate": "Only an advocate has a caseload.",
    "not_an_officer": "Each of the three is an officer whose check words are confirmed.",
    "not_fetched": "The file is not here yet.",
    "not_invited": "They have accepted already, or were never invited.",
    "not_the_inviter": "Only the person who invited them confirms their words.",
    "not_waiting": "That was done already, or can't be done yet.",
    "not_yours": "Only a hub administrator or lead decides this.",
    "reviewer_of_hub": "An outside reviewer can't belong to the Hub.",
    "same_person": "Somebody else decides: not who proposed it, nor whom it is about.",
    "share_was_shown": "Your share was shown already. If you don't have it, give the ceremony up.",
    "still_entitled": "They are entitled to it still: change their role or relation first.",
    "stopped": "They texted STOP: nothing can be sent. Call them by voice.",
    "thread_altered": "A key was altered in the database. Tell whoever looks after the service.",
    "three_officers": "Three different officers of at least two organisations, one of them you.",
    "unknown": "That is not there any more.",
    "unknown_proposal": "There is no such proposal.",
    "unknown_nation": "Choose a nation.",
    "unknown_role": "Choose at least one role.",
    "unverified": "Their check words have to be confirmed first.",
    "words_differ": "These are not the words of their key. Ask again; if they differ twice, stop: "
    "somebody may be in between.",
    "yourself": "Somebody else has to do this for you.",
    "extended_before": "A concern takes longer once only. Let it be looked into instead.",
    "involved": "Somebody who neither worked on it nor decided takes a review.",
    "no_question": "There is no question to answer.",
    "no_reason": "Write the reason.",
    "nobody": "Nobody could open it. Ask the Hub to find a handler who is not involved.",
    "nobody_else": "Nobody else can take part. Let somebody else in first.",
    "not_a_concern": "It is looked into already.",
    "not_answered": "It has to be answered or passed on first.",
    "not_eligible": "They may not hold this one: they are named, related, or of the same employer.",
    "not_named": "A letter goes only to somebody it is about.",
    "not_paused": "It isn't paused.",
    "not_six_digits": "Six digits.",
    "not_the_handler": "Only the person who took it does this. Take it first.",
    "nothing_to_review": "It is a review already, or has no answer yet.",
    "over": "It is answered or over already.",
    "recuse_instead": "Step back yourself: that needs nobody else.",
    "undecided": "Decide about every area first.",
    "unknown_outcome": "Choose what you decided.",
    "unknown_remedy": "Choose from the list.",
}

ACTS: Final = {
    "alert": "asked somebody on call",
    "alert_passed_on": "asked the next person on call",
    "alert_plan": "looked at a contact plan after an alert",
    "alert_taken": "took an alert",
    "approve": "agreed to a proposal",
    "ceremony": "began a recovery ceremony",
    "ceremony_cancelled": "gave a recovery ceremony up",
    "employer": "changed an employer",
    "epoch": "began a new key for a conversation",
    "freeze": "froze a phone",
    "grant": "gave a key",
    "internal_note": "wrote an internal note",
    "invite": "made a code",
    "invite_revoked": "withdrew a code",
    "link": "a phone was linked",
    "off_call": "took a turn off the rota",
    "on_call": "put somebody on call",
    "open": "opened a conversation",
    "open_file": "opened a photo or voice note",
    "organisation": "added an organisation",
    "organisation_changed": "changed an organisation",
    "plan": "changed a contact plan",
    "propose": "proposed a change",
    "recovery_asked": "asked for a recovery",
    "recovery_in_force": "a recovery key came into force",
    "recovery_used": "used the recovery key",
    "reject": "refused a proposal",
    "relation": "declared a relation",
    "relation_ended": "ended a relation",
    "reply": "answered",
    "revoke": "took a key away",
    "role_given": "gave a role",
    "role_taken": "took a role away",
    "share_back": "typed a share back",
    "share_shown": "was shown a share",
    "sleep": "a link went to sleep",
    "staff_accepted": "accepted an invitation",
    "staff_disabled": "ended somebody's access",
    "staff_invited": "invited somebody",
    "staff_verified": "confirmed check words",
    "survivor": "added a person",
    "task_done": "marked a task done",
    "wake": "a link woke",
}

PROPOSALS: Final = {
    "role_give": "Give {staff} the role {role}",
    "role_take": "Take the role {role} from {staff}",
    "relation_add": "{staff}: {kind} is {other}",
    "relation_end": "End a relation of {staff}",
    "employer": "{staff} works for {organisation}",
    "organisation_change": "Change {organisation}",
}

DONE: Final = {
    "alert_taken": "It is in your hands. The contact plan is open to you for 60 minutes.",
    "alert_gone": "Somebody else has taken it already.",
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
    "ceremony": "The ceremony has begun. Each share waits on this page for its holder.",
    "in_force": "All three shares came back. The key is in force.",
    "cancelled": "The ceremony is given up. Nothing of it is kept.",
    "recovery_asked": "Asked. A second officer joins their share within 24 hours.",
    "recovery_used": "The conversations are open to those entitled. Make a new recovery key now.",
    "completed": "The recovery key can now open what you hold.",
    "again": "Nothing was sent twice: this message had gone already.",
    "triaged": "Written down.",
    "taken": "You have it now. They are told your name and the date.",
    "asked": "The question waits behind a neutral note. They can choose not to answer.",
    "told": "Kept for their phone, behind a neutral note.",
    "answered": "The answer waits behind a neutral note.",
    "noted_case": "Your note is kept. It is never sent.",
    "decided": "The decision is kept. They read it when the answer is sent.",
    "extended": "They find behind a note: this takes longer, and is not because of them.",
    "paused": "Paused. No clock runs.",
    "resumed": "It goes on. They are told the new date.",
    "escalated": "Passed on for a review by somebody who was not involved.",
    "recused": "You stepped back. Your key opens it no more.",
    "let_in": "They can open everything that you can.",
    "closed": "Closed. A review can still be asked for.",
    "pin": "Reference and digits open it again.",
    "lettered": "The letter waits on their day, sealed to their own key.",
    "answer_letter": "Your answer is kept. You can't open it again here.",
}

"""What the console says of things done: in the audit, as a proposal, and after a form was sent.

The rule kept here: none of them names a survivor.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal that waits for a second person, as the Approvals page shows it.

    Attributes:
        says: what is proposed.
        by: who proposed it, and ``mine``: whether that is who looks.
        path: where a yes or no goes.
        reads: a page to read first; empty: there is none.
        barred: why who looks may not decide it; empty: they may.
    """

    id: bytes
    says: str
    by: str
    mine: bool
    expires_at: int
    path: str = "/approvals"
    reads: str = ""
    barred: str = ""


ACTS: Final = {
    "import": "imported people",
    "calendar": "changed a calendar",
    "again_proposed": "proposed to let somebody in again",
    "alert": "asked somebody on call",
    "alert_passed_on": "asked the next person on call",
    "alert_plan": "looked at a contact plan after an alert",
    "alert_taken": "took an alert",
    "approve": "agreed to a proposal",
    "ceremony": "began a recovery ceremony",
    "ceremony_cancelled": "gave a recovery ceremony up",
    "employer": "changed an employer",
    "erase_asked": "was asked to erase everything",
    "erase_confirmed": "heard by voice that everything is to be erased",
    "erase_undo_asked": "was asked to keep everything after all",
    "erase_undone": "heard that everything is to be kept",
    "erased": "everything was erased",
    "epoch": "began a new key for a conversation",
    "factor_revoked": "a second factor was taken away",
    "freeze": "froze a phone",
    "hold": "kept somebody's data past its time",
    "hold_ended": "ended a hold on somebody's data",
    "grant": "gave a key",
    "internal_note": "wrote an internal note",
    "invite": "made a code",
    "invite_revoked": "withdrew a code",
    "key_file_taken": "took a copy of the sealed key file",
    "link": "a phone was linked",
    "meeting": "booked a meeting",
    "meeting_off": "took a meeting out",
    "meeting_moved": "moved a meeting",
    "meeting_over": "said whether a meeting took place",
    "off_call": "took a turn off the rota",
    "on_call": "put somebody on call",
    "open": "opened a conversation",
    "open_file": "opened a photo or voice note",
    "organisation": "added an organisation",
    "organisation_changed": "changed an organisation",
    "pair_revoked": "a key was taken out of use",
    "plan": "changed a contact plan",
    "produced": "what is held of somebody was produced, at the server",
    "propose": "proposed a change",
    "recovery_asked": "asked for a recovery",
    "recovery_in_force": "a recovery key came into force",
    "recovery_used": "used the recovery key",
    "reject": "refused a proposal",
    "relation": "declared a relation",
    "relation_ended": "ended a relation",
    "reply": "answered",
    "request_done": "wrote down what was given on a request from outside",
    "revoke": "took a key away",
    "role_given": "gave a role",
    "role_taken": "took a role away",
    "settled": "said that nothing waits for an answer",
    "share_back": "typed a share back",
    "share_shown": "was shown a share",
    "sleep": "a link went to sleep",
    "staff_accepted": "accepted an invitation",
    "staff_disabled": "ended somebody's access",
    "staff_invited": "invited somebody",
    "staff_new_factor": "added a new second factor",
    "staff_phone": "changed a work telephone",
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

ABOUT_YOU: Final = "This is about you: somebody else decides."
COLLEAGUE: Final = "Somebody of another organisation than {by} decides this."

MANY: Final = {
    "retention_many": "Delete {count} people at once whose time is over",
    "complaint_many": "Delete {count} closed complaints at once whose time is over",
}

LOST: Final = {
    "words": "Let {staff} in again with new words: their key is lost",
    "factor": "Let {staff} in again with a new telephone: they have their six words",
}

BECAME: Final = {
    "yes": "{who} agreed.",
    "no": "{who} refused.",
    None: "Nobody decided it within 24 hours: it ran out. Ask somebody, then propose it again.",
}
"""What became of a proposal."""

DONE: Final = {
    "again_proposed": "Proposed, and they are told. Somebody else has to agree within 24 hours.",
    "given_back": "Their new key opens what you hold of their conversations.",
    "data": "Kept. Nothing else is to be done here.",
    "alert_taken": "It is in your hands. The contact plan is open to you for 60 minutes.",
    "alert_of_a_case": "It is in your hands. Ring a complaint handler now.",
    "alert_gone": "Somebody else has taken it already.",
    "sent": "Kept for their phone. The line in the thread says how far it has come.",
    "kept": "What you typed is kept in this page. Nothing was sent: use the button below it.",
    "noted": "Your note is kept. It is never sent.",
    "settled": "Off your list, until they write again.",
    "plan": "The contact plan is saved.",
    "added": "Added. Make a code now, so that a phone can be linked.",
    "request_done": "Written down.",
    "revoked": "The code no longer works.",
    "frozen": "Frozen. Nothing more goes from this conversation to that phone.",
    "task": "Done.",
    "verified": "Confirmed. Their key can be given messages now.",
    "invited": "The invitation is made.",
    "proposed": "Proposed. Somebody else has to agree within 24 hours.",
    "approved": "Agreed.",
    "refused": "Refused.",
    "disabled": "They can't sign in any more.",
    "calendar": "Your calendar is changed.",
    "confirmed": "Confirmed. They read it behind a neutral note.",
    "meeting_off": "It is off. They are told without a reason, and how to choose another time.",
    "meeting_moved": "It is moved. They read the new time behind a neutral note.",
    "meeting_moved_untold": "It is moved. Nothing can be sent to their phone now: tell them by "
    "voice.",
    "confirmed_untold": "Confirmed. Nothing can be sent to their phone now: tell them by voice.",
    "meeting_off_untold": "It is off. Nothing can be sent to their phone now: tell them by voice.",
    "put_untold": "Booked. Nothing can be sent to their phone now: tell them by voice.",
    "not_met_untold": "Kept. Nothing can be sent to their phone now: check the contact plan.",
    "met": "Kept: you met.",
    "not_met": "Kept. They are asked kindly, behind a neutral note, whether another time is good.",
    "not_met_quietly": "Kept. Nothing more is said to them: check the contact plan.",
    "place": "Kept. It goes to the phone only when they ask.",
    "put": "Booked. They read it behind a neutral note.",
    "rota": "The rota is changed.",
    "telephone": "The work telephone is changed.",
    "organisation": "The organisation is saved.",
    "share": "Your share is confirmed.",
    "ceremony": "The ceremony has begun. Each share waits on this page for its holder.",
    "in_force": "All three shares came back. The key is in force.",
    "cancelled": "The ceremony is given up. Shares of it on paper open nothing: destroy them.",
    "recovery_asked": "Asked. A second officer joins their share within 24 hours.",
    "recovery_used": "The conversations are open to those entitled. Make a new recovery key now.",
    "completed": "The recovery key can now open what you hold.",
    "again": "Nothing was sent twice: this message had gone already.",
    "triaged": "Written down.",
    "taken": "You have it now. They are told your name and the date.",
    "taken_quietly": "You have it now. Nothing was written to them: its clock stands.",
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

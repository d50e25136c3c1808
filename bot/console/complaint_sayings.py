"""What the console says about a complaint, by the words that its rows carry."""

from typing import Final

STEPS: Final = {"concern": "Concern", "complaint": "Complaint", "review": "Review"}

STATES: Final = {
    "submitted": "New",
    "triage": "Looked at for danger",
    "acknowledged": "Taken",
    "needs_information": "Waits for an answer to a question",
    "early_resolution": "Being put right",
    "investigating": "Being looked into",
    "safeguarding_hold": "Clock stopped",
    "referred_elsewhere": "Passed to somebody else",
    "outcome_sent": "Answered",
    "review_requested": "Waits for a reviewer",
    "under_review": "Being reviewed",
    "final_outcome_sent": "Answered for the last time",
    "closed": "Closed",
    "withdrawn": "Taken back",
    "paused_by_survivor": "Paused",
    "no_safe_contact": "Paused: no safe way to write",
}

COLOURS: Final = {
    "submitted": "blue",
    "triage": "blue",
    "review_requested": "blue",
    "needs_information": "yellow",
    "safeguarding_hold": "red",
    "outcome_sent": "green",
    "final_outcome_sent": "green",
}

ABOUT: Final = {
    "advocate": "Their advocate",
    "person": "Another person at the advocate's organisation",
    "organisation": "The advocate's organisation",
    "hub": "The Hub",
}

LEVELS: Final = {
    "team": "The team may know their name; nobody else is told",
    "share": "Their name may be shared with those spoken to",
    "none": "Without a name. With few people somebody may guess: write nothing that points at them",
}

BEHALF: Final = {
    "me": "Themselves",
    "agreed": "Somebody else, who agreed",
    "unsaid": "Somebody else, who may not know. Without their yes look only at danger. "
    "Never confirm that anybody is known here",
}

SOURCES: Final = {
    "linked": "A linked phone",
    "frozen": "A phone that was frozen",
    "asleep": "A phone whose link sleeps",
    "stopped": "A phone that texted STOP",
    "stranger": "A phone that stands for nobody here",
}

AREAS: Final = {
    "respect": "Respect",
    "listening": "Listening, and their own choices",
    "promises": "Promises, and being on time",
    "privacy": "Privacy",
    "fairness": "Fairness, and the right interpreter",
    "afraid": "Afraid of somebody",
    "other": "Something else",
}

HELPS: Final = {
    "apology": "Somebody says sorry",
    "explanation": "An explanation",
    "new_advocate": "A new advocate",
    "something": "Something else",
}

OUTCOMES: Final = {
    "upheld": "Upheld",
    "partly_upheld": "Partly upheld",
    "not_upheld": "Not upheld",
    "could_not_decide": "Could not decide",
    "resolved": "Resolved",
    "referred": "For somebody else to decide",
}

REMEDIES: Final = {
    "apology": "Apology",
    "explanation": "Explanation",
    "new_advocate": "A new advocate",
    "record_corrected": "Record corrected",
    "service_changed": "Service changed",
    "training": "Training",
    "accreditation": "Referred to accreditation",
}

DID: Final = {
    "withdrawn": "They took it back",
    "declined": "They chose not to answer the question",
    "review": "They asked for a review",
    "look": "They want it looked into",
    "review_late": "They asked for a review, later than usual. It is done all the same",
    "call": "They ask for a call {when}, on {number}. Leave no message with anybody else",
    "disclosed": "Written down: those it is about were told",
}

CALL: Final = {
    "morning": "in the morning",
    "afternoon": "in the afternoon",
    "evening": "in the evening",
    "any": "at any time of day",
}
"""When a call is asked for."""

SAID: Final = {
    "acknowledged": "Told them: {name} works on it and writes by {day}",
    "late": "Told them: this takes longer, and is not because of them. We write by {day}",
    "goes_on": "Told them: it goes on. We write by {day}",
    "update": "They also read: we write by {day}",
}

STEPS_TAKEN: Final = {
    "complaint_made": "It was made",
    "complaint_triage": "{who} looked at it for danger",
    "complaint_alert": "Somebody on call was asked to look today",
    "complaint_extend": "More time was taken",
    "complaint_longer_proposed": "{who} asked another to agree that it takes longer",
    "complaint_longer_agreed": "{who} agreed that it takes longer",
    "complaint_longer_refused": "{who} did not agree that it takes longer",
    "complaint_late": "The promised date was missed",
    "complaint_take": "{who} took it while its clock stood",
    "complaint_take_over": "{who} took it over from {other}",
    "complaint_pause": "{who} paused it",
    "complaint_resume": "{who} went on with it",
    "complaint_decide": "{who} decided about an area",
    "complaint_recuse": "{who} stepped back for good",
    "complaint_exclude": "{who} shut out {other}: two people decided it",
    "complaint_exclude_refused": "{who} did not agree to shut out {other}",
    "complaint_exclude_proposed": "{who} proposed to shut out {other}",
    "complaint_revoke": "{other} may hold it no more; the copy was taken away",
    "complaint_grant": "{other} got a copy",
    "complaint_escalate": "{who} passed it on for a review",
    "complaint_letter": "{who} wrote to {other}",
    "complaint_letter_answer": "{who} answered the letter",
    "complaint_close": "{who} closed it",
    "complaint_pin": "They chose six digits",
    "complaint_pin_again": "{who} let the six digits open it again",
}
"""Acts that stand in the timeline; those that leave an entry stand there as it."""

OF_SHUTTING_OUT: Final = frozenset({"complaint_exclude_proposed", "complaint_exclude_refused"})
"""Acts that whoever is to be shut out, and may hold it still, is not told of."""

MARKS: Final = {
    "by_pin": "Came with the reference and the six digits, from any phone",
    "subject": "Written by somebody it is about",
    "letter": "A letter to somebody it is about",
}

READERS: Final = {
    "reviewer": "The outside reviewer's key on paper: two shares together",
    "recovery": "The recovery key on paper: two officers together",
}

"""Words about a worry or a complaint that depend on what is true: filled into its questions."""

from bot.flows.says import Text

SHUT = {
    "somebody": Text("concerns.shut.organisation", "The organisation of your advocate"),
    "organisation": Text("concerns.shut.organisation", "The organisation of your advocate"),
    "hub": Text("concerns.shut.hub", "The Hub team"),
    "stranger": Text("concerns.shut.stranger", "Those it is about"),
}
READERS = {
    "hub": Text("concerns.readers.hub", "The Hub team"),
    "others": Text("concerns.readers.others", "Complaints teams of other organisations"),
    "reviewer": Text("concerns.readers.reviewer", "A reviewer outside the Hub"),
    "nobody": Text("concerns.readers.nobody", "Nobody"),
}
ABOUT = {
    "mine": Text("concerns.about.mine", "About my advocate"),
    "advocate": Text("concerns.about.advocate", "About an advocate"),
    "somebody": Text("concerns.about.person", "About another person"),
    "organisation": Text("concerns.about.organisation", "About the organisation"),
    "hub": Text("concerns.about.hub", "About the Hub team"),
}
WORDS = {
    "yes": Text("concerns.words.yes", "With your words."),
    "no": Text("concerns.words.no", "Without words."),
}
LEVEL = {
    "team": Text("concerns.level.team", "Only those who read it may know your name."),
    "share": Text("concerns.level.share", "Those it is about may hear your name."),
    "none": Text(
        "concerns.level.none",
        "Those who read it see no name. This service knows which phone wrote, so that it can "
        "answer you. With few people, someone may guess.",
    ),
}
AREAS = {
    "respect": Text("concern.areas.respect", "Respect"),
    "listening": Text("concern.areas.listening", "Listening, my choices"),
    "promises": Text("concern.areas.promises", "Promises, being on time"),
    "privacy": Text("concern.areas.privacy", "Privacy"),
    "fairness": Text("concern.areas.fairness", "Fairness, interpreter"),
    "afraid": Text("concern.areas.afraid", "I am afraid of someone"),
    "other": Text("concern.areas.other", "Other"),
}
CHOICES = {
    "letters": Text("concerns.choice.letters.label", "Read"),
    "answer": Text("concerns.choice.answer.label", "Answer"),
    "decline": Text("concerns.choice.decline.label", "I do not want to answer"),
    "add": Text("concerns.choice.add.label", "Add words"),
    "review": Text("concerns.choice.review.label", "Ask for a review"),
    "look": Text("concerns.choice.look.label", "Have it looked into"),
    "withdraw": Text("concerns.choice.withdraw.label", "Take it back"),
    "readers": Text("concerns.choice.readers.label", "Who reads it, how long"),
    "outside": Text("concerns.choice.outside.label", "Who else can look"),
}
HOLDERS = {
    "hub": Text("concerns.holders.hub", "The Hub team ({count}): since {when}."),
    "others": Text("concerns.holders.others", "Other complaints teams ({count}): since {when}."),
    "reviewer": Text("concerns.holders.reviewer", "A reviewer outside the Hub: since {when}."),
    "officers": Text(
        "data.reader_officers", "Two key keepers together, if a key is lost: since {when}."
    ),
}
STANDS = Text("concerns.stands", "{state} We will write by {day}.")
STANDS_KEPT = Text("concerns.stands_kept", "{state} It is kept until {day}.")
STANDS_HELD = Text("concerns.stands_held", "{state} A rule makes us keep it for now, until {day}.")
STANDS_TAKEN_BACK = Text(
    "concerns.stands_taken_back", "You took it back. A person still looks at your safety."
)
KEPT_FOR = Text(
    "concerns.kept_for",
    "It is kept for {count} months after it ends. Then all of it goes, unless a rule makes us keep "
    "it longer. Only a count stays, without names.",
)
KEPT_UNTIL = Text(
    "concerns.kept_until",
    "It is kept until {day}. Then all of it goes, unless a rule makes us keep it longer. "
    "Only a count stays, without names.",
)
KEPT_HELD = Text(
    "concerns.kept_held",
    "A rule makes us keep it for now, until {day}. Then all of it goes. "
    "Only a count stays, without names.",
)
KEPT_NO_MORE = Text(
    "concerns.kept_no_more",
    "Its time to be kept is over. All of it goes soon, unless a rule makes us keep it. "
    "Only a count stays, without names.",
)

ACKNOWLEDGED = Text("concerns.acknowledged", "{name} works on this. We will write by {day}.")
LATE = Text("concerns.late", "This takes longer. We will write by {day}. It is not because of you.")
GOES_ON = Text("concerns.goes_on", "We go on with this now. We will write by {day}.")
READ = Text("concerns.read", "A person will read it.")
LOOKED_TODAY = Text("concerns.looked_today", "A person will look at this today.")
LOOKED_BY = Text("concerns.looked_by", "A person will look at this by {day}.")
WRITES = Text("concerns.writes", "We will write by {day}.")
ONE_POINT = Text("concerns.one_point", "{area}: {decision}")
TOGETHER = Text("concerns.together", "{one} {two}")

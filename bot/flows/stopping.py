"""A wish to stop, said in other words than STOP: asked about once, by digits, and never guessed.

The rules kept here: whoever says "please stop" may mean us, or somebody else; so she is asked, and
her words wait as any that were no answer. Words on their way to a reader stay words. The question
reveals nothing, so it may be asked through the curtain.
"""

from bot.flows.effects_words import StopTexts
from bot.flows.saying import NAVIGATION, NO, STOPPING, STOPS
from bot.flows.says import Say
from bot.flows.state import Draft
from bot.flows.walk import Walk


def asks_to_stop(walk: Walk, brought: Draft) -> bool:
    """Ask whether she wants no more texts; False, and nothing asked, where words are gathered."""
    if walk.resting:
        walk.home()
        walk.run()  # where *No* leads: it is asked again then
        walk.effects[:] = [one for one in walk.effects if not isinstance(one, Say)]
    if walk.keeps_words:
        return False
    walk.faults, walk.stray = 1, walk.stray.plus(brought)
    ask_to_stop(walk)
    return True


def ask_to_stop(walk: Walk) -> None:
    """Ask it, whatever is open."""
    walk.effects.append(
        Say(STOPPING.context, (STOPPING,), (STOPS, NO), nav=NAVIGATION, reveals="none")
    )


def asked_to_stop(walk: Walk) -> bool:
    """Say whether that is what she was asked last."""
    return any(one.key == STOPS.key for one in walk.menu)


def stop_texts(walk: Walk) -> None:
    """Take *Yes*: what is open stays as it is, for whoever comes back."""
    if walk.covered:
        walk.held = walk.held.but_last()
    else:
        walk.faults, walk.stray = 0, walk.stray.but_last()
    walk.effects.append(StopTexts())

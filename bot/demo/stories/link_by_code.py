"""She texts the ten numbers of her card, in the digits of her own script."""

from bot.demo.hand import Hand
from bot.demo.stories.telling import Story, expect, linked_phones, says, silent, unreadable
from bot.demo.world import World
from bot.flows.codes import check_digit

EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


async def play(world: World) -> None:
    """Try a wrong code, then the right one; then somebody else tries it again."""
    case, other = world.people.cases["Cedar-4"], world.people.cases["Stone-5"]
    phone = world.phone()
    hand = Hand(world, phone)
    amina = await world.browser(world.people.amina)

    says(await amina.open("/"), "Cedar-4 no phone linked", where="on Amina's first page")
    silent(amina.text, other.case_name, where="on Amina's first page, which is Joe's")

    welcome = await hand.write(case.card.shown.translate(EASTERN))
    says(welcome, case.card.staff_words)
    expect(await linked_phones(world, case) == 1, "Cedar-4 to be linked to this phone")
    says(await amina.open("/"), "Cedar-4 linked", where="on Amina's first page")

    stranger = Hand(world, world.phone())
    used = await stranger.write(case.card.shown)
    if "English" in used:
        used = await stranger.pick("English")
    wrong = Hand(world, world.phone())
    guessed = await wrong.write(_another(case.card.code))
    if "English" in guessed:
        guessed = await wrong.pick("English")
    expect(used == guessed, "a used code and a wrong one to get the same answer")
    silent(used + guessed, case.card.staff_words, "Amina")
    expect(await linked_phones(world, case) == 1, "no second phone to be linked by a used code")

    unreadable(world, case.card.code, case.card.shown, case.card.link, phone.number)


def _another(code: str) -> str:
    """Return a code that is well made and nobody's."""
    digits = f"{(int(code[:9]) + 1) % 10**9:09}"
    return digits + check_digit(digits)


STORY = Story(
    "link by code, by SMS",
    "the code of the card opens once, in any digits; a used and a wrong one get the same answer",
    (
        "Under Console, beside a case, press Text the code.",
        "Open the console as Amina: the case is linked.",
        "Take the database (Thief): the code is nowhere.",
    ),
    play,
)

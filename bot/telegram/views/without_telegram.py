"""How a tutor lets learners without Telegram in."""

from bot.centre.records import Centre, Cohort, Member
from bot.centre.without_telegram import PhoneLink
from bot.telegram.staff_buttons import LetIn, ShowCohort
from bot.telegram.views.centre import moment
from bot.telegram.views.layout import Block, Message, Rows, messages
from bot.telegram.words import centre as other
from bot.telegram.words import without_telegram as words


def shown(me: Member, cohort: Cohort) -> list[Message]:
    """Say how learners without Telegram come into a cohort, and ask how old one is."""
    rows: Rows = (
        (
            (words.OVER_BUTTON, LetIn(me.id, cohort.id, 0)),
            (words.UNDER_BUTTON, LetIn(me.id, cohort.id, 1)),
        ),
        ((other.BACK, ShowCohort(me.id, cohort.id)),),
    )
    what = Block(words.WHAT.format(cohort=cohort.name), words.HEADING)
    return messages([what, Block(words.OVER), Block(words.UNDER)], rows)


def made(
    centre: Centre, cohort: Cohort, link: PhoneLink, address: str, *, again: bool
) -> list[Message]:
    """Show a link to a phone, once; `again`: the learner had one before."""
    until = moment(centre, link.expires_at)
    told = words.LINK.format(cohort=cohort.name, until=until)
    blocks = [Block(told), Block(address), Block(other.LINK_ONCE)]
    return messages([*blocks, Block(words.SHUT_OUT)] if again else blocks)

"""A learner's progress, its picture, and reading a finished attempt again."""

from bot.practice.errors import PinnedVersionUnreadable
from bot.practice.progress import finished_page, standing
from bot.practice.zones import zone
from bot.storage.calls import Attachment, Call
from bot.telegram.conversation import playing
from bot.telegram.conversation.visit import Visit
from bot.telegram.views import progress as views
from bot.telegram.views import progress_picture, reading
from bot.telegram.words import progress as words
from scoring.feedback import report

CHART = "progress-chart"
"""The kind of attachment that is the picture of progress."""


async def show(visit: Visit) -> list[Call]:
    """Send the picture of a learner's progress, and the same in words."""
    library = visit.practice.library
    stood = await standing(visit.records, library, visit.learner)
    if not stood.progress.attempts:
        return [*visit.tapped_off(), *await visit.offer(views.nothing_yet(), "progress")]
    told = views.page(stood, library.catalogue, zone(visit.learner.preferences.time_zone), 0)
    offered = await visit.offer(told, "progress")
    if not offered:
        return visit.tapped_off()
    facts = progress_picture.picture(stood, library.catalogue)
    photo = Call(
        "sendPhoto",
        {"chat_id": visit.chat, "caption": words.CAPTION},
        attachment=Attachment("photo", CHART, facts),
    )
    return [*visit.tapped_off(), photo, *offered]


async def turn_page(visit: Visit, number: int) -> list[Call]:
    """Show a page of the words, in place of the one tapped."""
    library = visit.practice.library
    stood = await standing(visit.records, library, visit.learner)
    if not stood.progress.attempts:
        return visit.in_place(views.nothing_yet())
    own = zone(visit.learner.preferences.time_zone)
    return visit.in_place(views.page(stood, library.catalogue, own, number))


async def list_finished(visit: Visit, number: int) -> list[Call]:
    """Show a page of the learner's finished attempts."""
    page = await finished_page(visit.records, visit.practice.library, visit.learner, number)
    own = zone(visit.learner.preferences.time_zone)
    return visit.in_place(reading.finished_list(page, own))


async def read(visit: Visit, token: str, number: int, listed: int) -> list[Call]:
    """Show a page of a finished attempt; what is none of the learner's shows where they are."""
    attempt = await visit.records.attempt(token)
    if attempt is None or attempt.learner != visit.learner.id or attempt.result is None:
        return await playing.resume(visit)
    try:
        position = await visit.practice.review(visit.learner, token)
    except PinnedVersionUnreadable:
        return visit.in_place([reading.cannot_read(listed)])
    if position is None:
        return await playing.resume(visit)
    recorded = attempt.replays
    shown = reading.reading(
        position,
        report(position.machine, position.turns, visit.practice.library.catalogue),
        await visit.records.debrief_answers(attempt.id),
        zone(visit.learner.preferences.time_zone),
        first=None if recorded is None else await visit.records.recorded_percent(recorded),
        number=number,
        listed=listed,
    )
    return visit.in_place([shown])

"""What those who run a centre do here: who they act as, and how what is refused is answered."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeAlias

from bot.centre.authorisation import Action, Record, actor, may
from bot.centre.errors import CentreError
from bot.centre.records import Centre, Member
from bot.storage.calls import Attachment, Call
from bot.telegram.conversation import playing
from bot.telegram.conversation.visit import Visit
from bot.telegram.views import centre as views

LINK_CODE = "link-code"
"""The kind of attachment that is the picture of a link."""

Step: TypeAlias = Callable[[Visit, Any], Awaitable[list[Call]]]


@dataclass(frozen=True, slots=True)
class Post:
    """A visit of somebody who acts as the member `me` of a centre."""

    visit: Visit
    me: Member
    centre: Centre

    def may(self, action: Action, *, tutor: int | None = None, owner: int | None = None) -> bool:
        """Whether they may do something on a record of their centre."""
        who = actor(self.me)
        return who is not None and may(who, action, Record(self.centre.id, owner, tutor))


async def posts(visit: Visit) -> list[Post]:
    """Return everything that somebody is at centres."""
    found = []
    for member in await visit.records.memberships(visit.chat):
        centre = await visit.records.centre(member.centre)
        if centre is not None:
            found.append(Post(visit, member, centre))
    return found


async def post(visit: Visit, me: str) -> Post | None:
    """Return somebody as the member that a button names, if that is who they are now."""
    return next((each for each in await posts(visit) if each.me.id == me), None)


def staffed(step: Callable[[Post, Any], Awaitable[list[Call]]]) -> Step:
    """Let a step answer taps of members alone, and put what is refused into words."""

    @wraps(step)
    async def taken(visit: Visit, button: Any) -> list[Call]:
        own = await posts(visit)
        if not own:
            return await playing.resume(visit)
        acting = next((each for each in own if each.me.id == button.me), None)
        if acting is None:
            return visit.say(views.not_here())
        try:
            return await step(acting, button)
        except CentreError as refused:
            return visit.say(views.refused(refused))

    return taken


def picture_of(visit: Visit, link: str, caption: str) -> Call:
    """Send the picture of a link, to be scanned."""
    payload = {"chat_id": visit.chat, "caption": caption}
    return Call("sendPhoto", payload, attachment=Attachment("photo", LINK_CODE, {"link": link}))


def link_of(visit: Visit, purpose: str, code: str) -> str:
    """Return the deep link that a code is opened with."""
    return f"https://t.me/{visit.bot}?start={purpose}-{code}"

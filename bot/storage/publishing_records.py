"""What centres publish, as statements (the `PublishingRecords` of `bot.centre.publications`)."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from bot.centre.preview import Preview
from bot.centre.publications import Found, Publication, State
from bot.practice.records import RecordedTurn
from bot.storage.moments import micros, moment
from bot.storage.statements import Statements


class PublishingRecords:
    """Centres' own scenarios, and previews of them, within one transaction."""

    def __init__(self, sql: Statements, connection: Any) -> None:
        self._sql = sql
        self._connection = connection

    async def add_publication(self, publication: Publication) -> bool:
        """Keep a draft; False when the centre has that version already."""
        checked = publication.law_checked
        added = await self._sql.add_publication(
            self._connection,
            id=publication.id,
            centre=publication.centre,
            scenario=publication.scenario,
            version=publication.version,
            title=publication.title,
            author=publication.author,
            state=publication.state.value,
            law_checked=None if checked is None else checked.isoformat(),
            found=json.dumps(asdict(publication.found)),
            at=micros(publication.at),
        )
        return added is not None

    async def publication(self, centre: str, publication: str) -> Publication | None:
        """Return one of a centre's versions by its id."""
        row = await self._sql.publication(self._connection, centre=centre, id=publication)
        return None if row is None else _publication(*row)

    async def publications(self, centre: str) -> Sequence[Publication]:
        """Return all of a centre's versions, the newest first."""
        rows = self._sql.publications(self._connection, centre=centre)
        return [_publication(*row) async for row in rows]

    async def publication_uses(self, publication: Publication) -> int:
        """Return how many attempts the centre's learners have begun at a version."""
        uses: int = await self._sql.publication_uses(
            self._connection,
            centre=publication.centre,
            scenario=publication.scenario,
            version=publication.version,
        )
        return uses

    async def move_publication(
        self, before: Publication, state: State, reviewer: str | None, at: datetime
    ) -> bool:
        """Give a version another state; False when it is not in the state before any more."""
        moved = await self._sql.move_publication(
            self._connection,
            state=state.value,
            reviewer=reviewer,
            at=micros(at),
            id=before.id,
            before=before.state.value,
            was_reviewer=before.reviewer or "",
        )
        return moved is not None

    async def drop_publication(self, publication: Publication) -> None:
        """Delete a draft, and its text unless something else needs that."""
        await self._sql.drop_publication(self._connection, id=publication.id)
        await self._sql.drop_unused_version(
            self._connection, scenario=publication.scenario, version=publication.version
        )

    async def published_for(self, person: int) -> Sequence[tuple[str, str]]:
        """Return what a person's centres have published: scenarios with their versions."""
        rows = self._sql.published_for(self._connection, person=person)
        return [(scenario, version) async for scenario, version in rows]

    async def published_by(self, centre: str) -> Sequence[tuple[str, str]]:
        """Return what a centre has published: scenarios with their versions."""
        rows = self._sql.published_by(self._connection, centre=centre)
        return [(scenario, version) async for scenario, version in rows]

    async def is_assessed(self, centre: str, scenario: str) -> bool:
        """Whether an open cohort of the centre is assessed by a scenario."""
        cohorts = await self._sql.is_assessed(self._connection, centre=centre, scenario=scenario)
        return bool(cohorts)

    async def is_unreviewed(self, centre: str, scenario: str) -> bool:
        """Whether a centre published a scenario that nobody but its author looked at."""
        found = await self._sql.is_unreviewed(self._connection, centre=centre, scenario=scenario)
        return bool(found)

    async def start_preview(self, preview: Preview) -> None:
        """Begin a preview, in the place of the person's last."""
        await self._sql.start_preview(
            self._connection,
            person=preview.person,
            token=preview.token,
            publication=preview.publication,
            shown=json.dumps(preview.shown),
            at=micros(preview.at),
        )

    async def preview(self, person: int) -> Preview | None:
        """Return what a person is trying out."""
        row = await self._sql.preview(self._connection, person=person)
        if row is None:
            return None
        token, shown, turns, at, publication, centre, scenario, version = row
        return Preview(
            person=person,
            token=token,
            publication=publication,
            centre=centre,
            scenario=scenario,
            version=version,
            shown=tuple(json.loads(shown)),
            turns=tuple(_turn(each) for each in json.loads(turns)),
            at=moment(at),
        )

    async def move_preview(self, preview: Preview) -> None:
        """Keep where a preview stands."""
        turns = [[each.node, each.choice, each.shown, micros(each.at)] for each in preview.turns]
        await self._sql.move_preview(
            self._connection,
            shown=json.dumps(preview.shown),
            turns=json.dumps(turns),
            person=preview.person,
            token=preview.token,
        )

    async def end_preview(self, person: int) -> None:
        """Forget what a person was trying out."""
        await self._sql.end_preview(self._connection, person=person)


def _found(kept: Any) -> Found:
    return Found(tuple(kept["overview"]), tuple((line, text) for line, text in kept["warnings"]))


def _turn(kept: Sequence[Any]) -> RecordedTurn:
    node, choice, shown, at = kept
    return RecordedTurn(node, choice, tuple(shown), moment(at))


def _publication(  # noqa: PLR0917 - one for each column
    id_: str,
    centre: str,
    scenario: str,
    version: str,
    title: str,
    author: str,
    state: str,
    reviewer: str | None,
    law_checked: str | None,
    found: str,
    at: int,
) -> Publication:
    return Publication(
        id=id_,
        centre=centre,
        scenario=scenario,
        version=version,
        title=title,
        author=author,
        state=State(state),
        reviewer=reviewer,
        law_checked=None if law_checked is None else date.fromisoformat(law_checked),
        found=_found(json.loads(found)),
        at=moment(at),
    )

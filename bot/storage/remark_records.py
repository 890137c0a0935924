"""Attempts marked again (the `RemarkRecords` of `bot.practice.remarking`)."""

import json
from typing import Any

from bot.practice.records import Result
from bot.practice.remarking import Remark
from bot.storage.moments import micros, moment
from bot.storage.statements import Statements


class Remarks:
    """Earlier and newest results of attempts that were marked again, within one transaction."""

    def __init__(self, sql: Statements, connection: Any) -> None:
        self._sql = sql
        self._connection = connection

    async def remark(self, remark: Remark) -> bool:
        """Keep a remark and its result; False when the result is not `from_version`'s any more."""
        kept = await self._sql.keep_remark(
            self._connection,
            attempt=remark.attempt,
            at=micros(remark.at),
            marked_by=remark.by,
            reason=remark.reason,
            from_version=remark.from_version,
            to_version=remark.to_version,
            result_before=_text(remark.before),
            result_after=_text(remark.after),
        )
        if kept is None:
            return False
        await self._sql.mark_again(
            self._connection,
            percent=remark.after.percent,
            achieved=remark.after.achieved,
            marks=json.dumps(_plain(remark.after)["marks"]),
            attempt=remark.attempt,
        )
        return True

    async def remarks(self, attempt: int) -> list[Remark]:
        """Return how an attempt was marked again, the earliest first."""
        rows = self._sql.remarks_of(self._connection, attempt=attempt)
        return [remark_of(*row) async for row in rows]


def remark_of(  # noqa: PLR0917 - one for each column
    attempt: int,
    at: int,
    marked_by: str,
    reason: str,
    from_version: str,
    to_version: str,
    before: str,
    after: str,
) -> Remark:
    """Build a remark from its row."""
    return Remark(
        attempt=attempt,
        at=moment(at),
        by=marked_by,
        reason=reason,
        from_version=from_version,
        to_version=to_version,
        before=Result(**json.loads(before)),
        after=Result(**json.loads(after)),
    )


def _text(result: Result) -> str:
    return json.dumps(_plain(result))


def _plain(result: Result) -> dict[str, Any]:
    return {
        "ending": result.ending,
        "percent": result.percent,
        "achieved": result.achieved,
        "marks": {point: dict(marks) for point, marks in result.marks.items()},
    }

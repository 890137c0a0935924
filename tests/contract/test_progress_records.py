"""What a learner completed, as progress asks for it."""

from datetime import timedelta

from bot.practice.progress import Finished
from bot.practice.records import Learner, NewReplay, Result
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from scoring.marking import Status
from tests.contract.plain import NOW, SCENARIO, VERSION, a_learner, a_turn, an_attempt

LISTENING = "active-listening"


def result(percent: int, slips: int = 0) -> Result:
    marks: dict[str, dict[str, int | str]] = {
        LISTENING: {"marks": 1, "max": 1, "status": "met", "slips": slips}
    }
    return Result(ending="plan", percent=percent, achieved=percent >= 70, marks=marks)


async def complete(
    tx: Transaction, learner: Learner, token: str, percent: int, minutes: int = 0
) -> int:
    """Let a learner complete an attempt, and return its id."""
    assert await tx.start_attempt(an_attempt(learner, token))
    attempt = await tx.attempt(token)
    assert attempt is not None
    assert await tx.append_turn(attempt.id, 1, a_turn())
    slips = int(percent < 50)
    await tx.complete(attempt.id, result(percent, slips), NOW + timedelta(minutes=minutes))
    return attempt.id


async def replay(tx: Transaction, attempt: int, token: str) -> None:
    """Complete another way through an attempt."""
    assert await tx.start_replay(NewReplay(attempt, 1, token, ("b", "a"), NOW))
    started = await tx.attempt(token)
    assert started is not None
    await tx.complete(started.id, result(100), NOW + timedelta(hours=1))


async def test_completed_attempts_come_oldest_first_with_their_statuses(
    database: Database,
) -> None:
    """Neither replays, nor what is under way or given up, nor anybody else's are among them."""

    async def work(tx: Transaction) -> tuple[Learner, list[Finished]]:
        learner, other = await a_learner(tx), await a_learner(tx, 8)
        await complete(tx, learner, "later", 80, minutes=9)
        first = await complete(tx, learner, "first", 40, minutes=3)
        await complete(tx, other, "other", 90)
        await replay(tx, first, "replay")
        assert await tx.start_attempt(an_attempt(learner, "given-up"))
        given_up = await tx.attempt("given-up")
        assert given_up is not None
        assert await tx.replace_attempt(given_up.id, NOW)
        assert await tx.start_attempt(an_attempt(learner, "under-way"))
        return learner, await tx.completed(learner.id)

    _, (first, later) = await database.transact(work)
    assert first == Finished(
        token="first",
        scenario=SCENARIO,
        version=VERSION,
        mode="practice",
        at=NOW + timedelta(minutes=3),
        percent=40,
        achieved=False,
        statuses={LISTENING: Status.MET},
        slipped=frozenset({LISTENING}),
    )
    assert (later.token, later.achieved, later.slipped) == ("later", True, frozenset())


async def test_finished_attempts_are_paged_newest_first_with_replays(database: Database) -> None:
    async def work(tx: Transaction) -> tuple[int, list[list[str]]]:
        learner = await a_learner(tx)
        made = [await complete(tx, learner, f"t{n}", 50, minutes=n) for n in range(3)]
        await replay(tx, made[0], "replay")
        pages = [await tx.finished(learner.id, 2, skip) for skip in (0, 2, 4)]
        tokens = [[each.token for each in page] for page in pages]
        assert [each.mode for each in pages[0]] == ["replay", "practice"]
        return await tx.count_finished(learner.id), tokens

    count, tokens = await database.transact(work)
    assert count == 4
    assert tokens == [["replay", "t2"], ["t1", "t0"], []]


async def test_attempts_that_ended_at_the_same_moment_have_one_order(database: Database) -> None:
    """The one begun later counts as the later one, on each page and oldest first."""

    async def work(tx: Transaction) -> tuple[list[Finished], list[Finished]]:
        learner = await a_learner(tx)
        for token in ("a", "b", "c"):
            await complete(tx, learner, token, 50)
        return await tx.completed(learner.id), await tx.finished(learner.id, 3, 0)

    completed, finished = await database.transact(work)
    assert [each.token for each in completed] == ["a", "b", "c"]
    assert [each.token for each in finished] == ["c", "b", "a"]


async def test_who_completed_nothing_has_nothing(database: Database) -> None:
    async def work(tx: Transaction) -> tuple[list[Finished], list[Finished], int]:
        learner = await a_learner(tx)
        assert await tx.start_attempt(an_attempt(learner, "under-way"))
        return (
            await tx.completed(learner.id),
            await tx.finished(learner.id, 6, 0),
            await tx.count_finished(learner.id),
        )

    assert await database.transact(work) == ([], [], 0)

-- Other ways through recorded attempts: attempts too, with the mode 'replay'.

-- name: start_replay(token, at, shown, turn, attempt)$
-- Another way through another way goes on naming the attempt that was recorded first. It is marked
-- as that one is now: a corrected version plays the same.
INSERT INTO attempts (learner_id, token, scenario, version, mode, started_at, shown,
                      replays, replay_from)
SELECT learner_id, CAST(:token AS TEXT), scenario,
       coalesce((SELECT r.to_version FROM remarks AS r
                 WHERE r.attempt_id = coalesce(attempts.replays, attempts.id)
                 ORDER BY r.number DESC LIMIT 1), version),
       'replay', CAST(:at AS BIGINT),
       CAST(:shown AS TEXT), coalesce(replays, id), CAST(:turn AS INTEGER)
FROM attempts
WHERE id = :attempt
ON CONFLICT (learner_id) WHERE completed_at IS NULL AND replaced_at IS NULL DO NOTHING
RETURNING id;

-- name: copy_turns(replay, attempt, turn)!
INSERT INTO turns (attempt_id, turn, node, choice, shown, at)
SELECT CAST(:replay AS BIGINT), turn, node, choice, shown, at
FROM turns
WHERE attempt_id = :attempt AND turn < :turn;

-- name: recorded_percent(attempt)$
SELECT percent FROM attempts
WHERE id = :attempt;

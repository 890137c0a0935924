-- A learner's completed attempts, without their turns.

-- name: completed(learner)
SELECT token, scenario, version, mode, completed_at, percent, achieved, marks
FROM attempts
WHERE learner_id = :learner AND mode = 'practice' AND completed_at IS NOT NULL
ORDER BY completed_at, id;

-- name: finished(learner, most, skip)
-- Other ways through them stand there too.
SELECT token, scenario, version, mode, completed_at, percent, achieved, marks
FROM attempts
WHERE learner_id = :learner AND completed_at IS NOT NULL
ORDER BY completed_at DESC, id DESC
LIMIT :most OFFSET :skip;

-- name: count_finished(learner)$
SELECT count(*) FROM attempts
WHERE learner_id = :learner AND completed_at IS NOT NULL;

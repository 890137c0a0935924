-- Reminders: who turned them on, who was reminded when, and whose time has come.

-- name: reminded_at(learner)$
SELECT reminded_at FROM learners
WHERE id = :learner;

-- name: remind_next(at, learner)!
UPDATE learners SET remind_at = :at
WHERE id = :learner;

-- name: note_reminder(at, learner)!
UPDATE learners SET reminded_at = :at
WHERE id = :learner;

-- name: set_time_zone(zone, learner)!
UPDATE learners SET time_zone = :zone
WHERE id = :learner;

-- name: last_active(learner)$
-- A finished attempt's last turn was taken as it was completed.
SELECT max(at)
FROM (
    SELECT max(started_at) AS at FROM attempts WHERE learner_id = :learner
    UNION ALL
    SELECT max(completed_at) FROM attempts WHERE learner_id = :learner
    UNION ALL
    SELECT max(t.at)
    FROM attempts AS a JOIN turns AS t ON t.attempt_id = a.id
    WHERE a.learner_id = :learner AND a.completed_at IS NULL AND a.replaced_at IS NULL
    UNION ALL
    SELECT max(d.answered_at)
    FROM attempts AS a JOIN debrief_answers AS d ON d.attempt_id = a.id
    WHERE a.learner_id = :learner
    UNION ALL
    SELECT max(reviewed_at) FROM cards WHERE learner_id = :learner
) AS moments;

-- name: take_waiting(until, now, most)
-- The condition stands twice: whoever waited for another's update finds the learner taken.
UPDATE learners SET remind_at = :until
WHERE remind_at <= :now
  AND id IN (SELECT id FROM learners WHERE remind_at <= :now ORDER BY remind_at LIMIT :most)
RETURNING telegram_id, unreachable_since, reminded_at;

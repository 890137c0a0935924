-- The unit a learner studies.

-- name: practised(learner)
SELECT scenario
FROM attempts
WHERE learner_id = :learner AND mode = 'practice'
GROUP BY scenario
ORDER BY max(started_at) DESC, scenario;

-- name: study(unit, learner)!
UPDATE learners SET unit = :unit
WHERE id = :learner;

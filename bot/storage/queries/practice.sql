-- What practice remembers: learners, pinned scenario versions, attempts and their turns.

-- name: learner(telegram_id)^
SELECT id, telegram_id, agreed_at, unit, typing, spacing, time_zone, remind_at
FROM learners
WHERE telegram_id = :telegram_id;

-- name: agree(telegram_id, at)^
-- The first time counts; whoever agrees again can be reached again.
INSERT INTO learners (telegram_id, agreed_at)
VALUES (:telegram_id, :at)
ON CONFLICT (telegram_id) DO UPDATE SET unreachable_since = NULL
RETURNING id, telegram_id, agreed_at, unit, typing, spacing, time_zone, remind_at;

-- name: attempt_by_token(token)
-- One row for each turn, or a single one without.
SELECT a.id, a.learner_id, a.token, a.scenario, a.version, a.mode, a.started_at, a.completed_at,
       a.replaced_at, a.shown, a.ending, a.percent, a.achieved, a.marks,
       a.replays, a.replay_from, a.enrolment_id,
       (SELECT r.to_version FROM remarks AS r
        WHERE r.attempt_id = a.id ORDER BY r.number DESC LIMIT 1),
       t.node, t.choice, t.shown, t.at
FROM attempts AS a LEFT JOIN turns AS t ON t.attempt_id = a.id
WHERE a.token = :token
ORDER BY t.turn;

-- name: attempt_under_way(learner)
SELECT a.id, a.learner_id, a.token, a.scenario, a.version, a.mode, a.started_at, a.completed_at,
       a.replaced_at, a.shown, a.ending, a.percent, a.achieved, a.marks,
       a.replays, a.replay_from, a.enrolment_id,
       (SELECT r.to_version FROM remarks AS r
        WHERE r.attempt_id = a.id ORDER BY r.number DESC LIMIT 1),
       t.node, t.choice, t.shown, t.at
FROM attempts AS a LEFT JOIN turns AS t ON t.attempt_id = a.id
WHERE a.learner_id = :learner AND a.completed_at IS NULL AND a.replaced_at IS NULL
ORDER BY t.turn;

-- name: latest_attempt(learner, scenario)
SELECT a.id, a.learner_id, a.token, a.scenario, a.version, a.mode, a.started_at, a.completed_at,
       a.replaced_at, a.shown, a.ending, a.percent, a.achieved, a.marks,
       a.replays, a.replay_from, a.enrolment_id,
       (SELECT r.to_version FROM remarks AS r
        WHERE r.attempt_id = a.id ORDER BY r.number DESC LIMIT 1),
       t.node, t.choice, t.shown, t.at
FROM attempts AS a LEFT JOIN turns AS t ON t.attempt_id = a.id
WHERE a.id = (
    SELECT max(id) FROM attempts
    WHERE learner_id = :learner AND scenario = :scenario AND replaced_at IS NULL
)
ORDER BY t.turn;

-- name: every_attempt()
SELECT a.id, a.learner_id, a.token, a.scenario, a.version, a.mode, a.started_at, a.completed_at,
       a.replaced_at, a.shown, a.ending, a.percent, a.achieved, a.marks,
       a.replays, a.replay_from, a.enrolment_id,
       (SELECT r.to_version FROM remarks AS r
        WHERE r.attempt_id = a.id ORDER BY r.number DESC LIMIT 1),
       t.node, t.choice, t.shown, t.at
FROM attempts AS a LEFT JOIN turns AS t ON t.attempt_id = a.id
ORDER BY a.id, t.turn;

-- name: start_attempt(learner, token, scenario, version, at, shown, enrolment)$
INSERT INTO attempts
    (learner_id, token, scenario, version, mode, started_at, shown, enrolment_id)
VALUES (:learner, :token, :scenario, :version, 'practice', :at, :shown, :enrolment)
ON CONFLICT (learner_id) WHERE completed_at IS NULL AND replaced_at IS NULL DO NOTHING
RETURNING id;

-- name: replace_attempt(at, attempt)$
UPDATE attempts SET replaced_at = :at
WHERE id = :attempt AND completed_at IS NULL AND replaced_at IS NULL
RETURNING id;

-- name: append_turn(attempt, turn, node, choice, shown, at)$
INSERT INTO turns (attempt_id, turn, node, choice, shown, at)
VALUES (:attempt, :turn, :node, :choice, :shown, :at)
ON CONFLICT (attempt_id, turn) DO NOTHING
RETURNING turn;

-- name: show(shown, attempt)!
UPDATE attempts SET shown = :shown
WHERE id = :attempt;

-- name: complete(at, ending, percent, achieved, marks, attempt)!
UPDATE attempts
SET completed_at = :at, ending = :ending, percent = :percent, achieved = :achieved, marks = :marks
WHERE id = :attempt;

-- name: done(learner)
-- Replays don't count.
SELECT scenario, max(CASE WHEN achieved THEN 1 ELSE 0 END)
FROM attempts
WHERE learner_id = :learner AND mode = 'practice' AND completed_at IS NOT NULL
GROUP BY scenario;

-- name: pin(scenario, version, text, at)!
INSERT INTO scenario_versions (scenario, version, text, first_seen)
VALUES (:scenario, :version, :text, :at)
ON CONFLICT (scenario, version) DO NOTHING;

-- name: pinned_text(scenario, version)$
SELECT text FROM scenario_versions
WHERE scenario = :scenario AND version = :version;

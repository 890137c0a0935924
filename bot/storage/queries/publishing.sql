-- Scenarios that centres publish, and trying one out before.

-- name: add_publication(id, centre, scenario, version, title, author, state, law_checked, found, at)$
INSERT INTO publications (id, centre, scenario, version, title, author, state, law_checked, found, at)
VALUES (:id, :centre, :scenario, :version, :title, :author, :state, :law_checked, :found, :at)
ON CONFLICT (centre, scenario, version) DO NOTHING
RETURNING id;

-- name: publication(centre, id)^
SELECT id, centre, scenario, version, title, author, state, reviewer, law_checked, found,
       at
FROM publications
WHERE centre = :centre AND id = :id;

-- name: publications(centre)
SELECT id, centre, scenario, version, title, author, state, reviewer, law_checked, found,
       at
FROM publications
WHERE centre = :centre
ORDER BY at DESC, id;

-- name: publication_uses(centre, scenario, version)$
-- The attempts of the centre's learners at a version; other ways through one don't count.
SELECT count(*)
FROM attempts AS a
    JOIN enrolments AS e ON e.id = a.enrolment_id
    JOIN cohorts AS c ON c.id = e.cohort
WHERE c.centre = :centre AND a.scenario = :scenario AND a.version = :version
  AND a.mode <> 'replay';

-- name: move_publication(state, reviewer, at, id, before, was_reviewer)$
UPDATE publications SET state = :state, reviewer = :reviewer, at = :at
WHERE id = :id AND state = :before AND coalesce(reviewer, '') = :was_reviewer
RETURNING id;

-- name: drop_publication(id)!
DELETE FROM publications
WHERE id = :id;

-- name: drop_unused_version(scenario, version)!
-- The text of a draft that nobody has any more.
DELETE FROM scenario_versions
WHERE scenario = :scenario AND version = :version
  AND NOT EXISTS (SELECT 1 FROM publications AS p
                  WHERE p.scenario = :scenario AND p.version = :version)
  AND NOT EXISTS (SELECT 1 FROM attempts AS a
                  WHERE a.scenario = :scenario AND a.version = :version);

-- name: published_for(person)
-- What the centres of a learner or of a member of staff have published.
SELECT p.scenario, p.version
FROM publications AS p
WHERE p.state = 'published'
  AND p.centre IN (
    SELECT m.centre
    FROM members AS m
        JOIN roles AS r ON r.member = m.id AND r.until IS NULL
        JOIN centres AS c ON c.id = m.centre AND c.closed_at IS NULL
    WHERE m.person = :person
    UNION
    SELECT h.centre
    FROM learners AS l
        JOIN enrolments AS e ON e.learner_id = l.id AND e.left_at IS NULL
        JOIN cohorts AS h ON h.id = e.cohort
        JOIN centres AS c ON c.id = h.centre AND c.closed_at IS NULL
    WHERE l.telegram_id = :person
  )
ORDER BY p.at, p.id;

-- name: published_by(centre)
SELECT scenario, version
FROM publications
WHERE centre = :centre AND state = 'published'
ORDER BY at, id;

-- name: is_assessed(centre, scenario)$
SELECT count(*)
FROM cohort_scenarios AS s
    JOIN cohorts AS c ON c.id = s.cohort
WHERE c.centre = :centre AND c.closed_at IS NULL
  AND s.scenario = :scenario AND s.mode = 'assessed';

-- name: is_unreviewed(centre, scenario)$
SELECT count(*)
FROM publications
WHERE centre = :centre AND scenario = :scenario AND state = 'published' AND reviewer IS NULL;

-- name: start_preview(person, token, publication, shown, at)!
INSERT INTO previews (person, token, publication, shown, turns, at)
VALUES (:person, :token, :publication, :shown, '[]', :at)
ON CONFLICT (person) DO UPDATE
SET token = excluded.token, publication = excluded.publication, shown = excluded.shown,
    turns = excluded.turns, at = excluded.at;

-- name: preview(person)^
SELECT v.token, v.shown, v.turns, v.at, p.id, p.centre, p.scenario, p.version
FROM previews AS v JOIN publications AS p ON p.id = v.publication
WHERE v.person = :person;

-- name: own_preview(person)^
SELECT p.title, v.turns, v.at
FROM previews AS v JOIN publications AS p ON p.id = v.publication
WHERE v.person = :person;

-- name: move_preview(shown, turns, person, token)!
UPDATE previews SET shown = :shown, turns = :turns
WHERE person = :person AND token = :token;

-- name: end_preview(person)!
DELETE FROM previews
WHERE person = :person;

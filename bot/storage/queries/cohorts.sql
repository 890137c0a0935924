-- Cohorts, what they practise, the references of their learners, and who is in them.

-- name: add_cohort(cohort, centre, slug, name, unit, starts_on, ends_on, tutor, at)$
INSERT INTO cohorts (id, centre, slug, name, unit, starts_on, ends_on, tutor, opened_at)
VALUES (:cohort, :centre, :slug, :name, :unit, :starts_on, :ends_on, :tutor, :at)
ON CONFLICT (centre, slug) DO NOTHING
RETURNING id;

-- name: cohorts(centre)
SELECT id, centre, slug, name, unit, starts_on, ends_on, tutor, opened_at, closed_at
FROM cohorts
WHERE centre = :centre
ORDER BY starts_on DESC, slug;

-- name: cohort(centre, named)^
-- By its id or its slug.
SELECT id, centre, slug, name, unit, starts_on, ends_on, tutor, opened_at, closed_at
FROM cohorts
WHERE centre = :centre AND (id = :named OR slug = :named)
ORDER BY CASE WHEN slug = :named THEN 0 ELSE 1 END
LIMIT 1;

-- name: close_cohort(at, cohort)$
UPDATE cohorts SET closed_at = :at
WHERE id = :cohort AND closed_at IS NULL
RETURNING id;

-- name: hand_cohort(tutor, cohort)!
UPDATE cohorts SET tutor = :tutor
WHERE id = :cohort;

-- name: plan_scenario(cohort, scenario, mode, attempts)!
INSERT INTO cohort_scenarios (cohort, scenario, mode, attempts)
VALUES (:cohort, :scenario, :mode, :attempts)
ON CONFLICT (cohort, scenario) DO UPDATE SET mode = excluded.mode, attempts = excluded.attempts;

-- name: planned_scenarios(cohort)
SELECT scenario, mode, attempts
FROM cohort_scenarios
WHERE cohort = :cohort
ORDER BY scenario;

-- name: list_reference(cohort, reference)$
INSERT INTO cohort_references (cohort, reference)
VALUES (:cohort, :reference)
ON CONFLICT (cohort, reference) DO NOTHING
RETURNING reference;

-- name: listed_references(cohort)
-- Each with the enrolment that has it now, if one has.
SELECT r.reference, e.id
FROM cohort_references AS r
    LEFT JOIN enrolments AS e
        ON e.cohort = r.cohort AND e.reference = r.reference AND e.left_at IS NULL
WHERE r.cohort = :cohort
ORDER BY r.reference;

-- name: enrol(cohort, learner, reference, at, added_by)$
-- Nothing when the learner is in the cohort, or somebody else there has the reference.
INSERT INTO enrolments (cohort, learner_id, reference, joined_at, added_by)
VALUES (:cohort, :learner, :reference, :at, :added_by)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: refer(reference, enrolment)$
-- Nothing when somebody else in the cohort has the reference.
UPDATE enrolments SET reference = :reference
WHERE id = :enrolment AND left_at IS NULL
  AND NOT EXISTS (
      SELECT 1 FROM enrolments AS o
      WHERE o.cohort = enrolments.cohort AND o.reference = :reference
        AND o.left_at IS NULL AND o.id <> enrolments.id
  )
RETURNING id;

-- name: leave_cohort(at, enrolment, learner)$
UPDATE enrolments SET left_at = :at
WHERE id = :enrolment AND learner_id = :learner AND left_at IS NULL
RETURNING id;

-- name: enrolments_in(centre, cohort)
SELECT e.id, e.cohort, c.centre, e.learner_id, l.telegram_id, e.reference, e.joined_at, e.left_at,
       e.added_by
FROM enrolments AS e
    JOIN cohorts AS c ON c.id = e.cohort
    JOIN learners AS l ON l.id = e.learner_id
WHERE c.centre = :centre AND c.id = :cohort
ORDER BY e.id;

-- name: enrolments_of(learner)
SELECT e.id, e.cohort, c.centre, e.learner_id, l.telegram_id, e.reference, e.joined_at, e.left_at,
       e.added_by
FROM enrolments AS e
    JOIN cohorts AS c ON c.id = e.cohort
    JOIN learners AS l ON l.id = e.learner_id
WHERE e.learner_id = :learner
ORDER BY e.id;

-- name: attempts_for(enrolment, scenario)$
-- Also those from before the learner left the cohort and came back; replays don't count.
SELECT count(*)
FROM enrolments AS now
    JOIN enrolments AS e ON e.cohort = now.cohort AND e.learner_id = now.learner_id
    JOIN attempts AS a ON a.enrolment_id = e.id
WHERE now.id = :enrolment AND a.scenario = :scenario AND a.mode <> 'replay';

-- name: attempts_in(cohort)
-- Replays don't count.
SELECT a.enrolment_id, count(*), count(a.completed_at)
FROM attempts AS a JOIN enrolments AS e ON e.id = a.enrolment_id
WHERE e.cohort = :cohort AND a.mode <> 'replay'
GROUP BY a.enrolment_id;

-- name: enrolment_places()
SELECT e.id, c.centre, c.slug
FROM enrolments AS e JOIN cohorts AS c ON c.id = e.cohort;

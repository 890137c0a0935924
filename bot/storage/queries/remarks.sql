-- Attempts marked again: what each came to before, and why that changed.

-- name: keep_remark(attempt, at, marked_by, reason, from_version, to_version, result_before, result_after)$
-- Kept only while the newest result still comes from the version it is said to come from.
INSERT INTO remarks (attempt_id, number, at, marked_by, reason, from_version, to_version,
                     result_before, result_after)
SELECT a.id, 1 + (SELECT count(*) FROM remarks WHERE attempt_id = a.id), CAST(:at AS BIGINT),
       CAST(:marked_by AS TEXT), CAST(:reason AS TEXT), CAST(:from_version AS TEXT),
       CAST(:to_version AS TEXT), CAST(:result_before AS TEXT), CAST(:result_after AS TEXT)
FROM attempts AS a
WHERE a.id = :attempt AND a.completed_at IS NOT NULL
  AND coalesce((SELECT r.to_version FROM remarks AS r
                WHERE r.attempt_id = a.id ORDER BY r.number DESC LIMIT 1), a.version)
      = CAST(:from_version AS TEXT)
ON CONFLICT (attempt_id, number) DO NOTHING
RETURNING number;

-- name: mark_again(percent, achieved, marks, attempt)!
UPDATE attempts SET percent = :percent, achieved = :achieved, marks = :marks
WHERE id = :attempt;

-- name: remarks_of(attempt)
SELECT attempt_id, at, marked_by, reason, from_version, to_version, result_before, result_after
FROM remarks
WHERE attempt_id = :attempt
ORDER BY number;

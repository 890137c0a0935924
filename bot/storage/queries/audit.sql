-- The audit: what staff and the operator did and saw. Rows are added, never changed.

-- name: note(at, centre, actor, action, subject, detail)!
INSERT INTO audit (at, centre, actor, action, subject, detail)
VALUES (:at, :centre, :actor, :action, :subject, :detail);

-- name: noted(centre, person, since)
-- What concerns all centres is found for each of them.
SELECT a.at, a.centre, a.actor, m.name, a.action, a.subject, a.detail
FROM audit AS a LEFT JOIN members AS m ON m.id = a.actor
WHERE (CAST(:centre AS TEXT) IS NULL OR a.centre IS NULL OR a.centre = :centre)
  AND (CAST(:person AS TEXT) IS NULL OR a.actor = :person OR a.subject = :person)
  AND a.at >= :since
ORDER BY a.id;

-- name: noted_by_person(person)
SELECT a.at, a.centre, a.actor, m.name, a.action, a.subject, a.detail
FROM audit AS a JOIN members AS m ON m.id = a.actor
WHERE m.person = :person
ORDER BY a.id;

-- name: noted_about(subject, everything, since)
-- With what was done with everybody's records since the learner came.
SELECT a.at, a.centre, a.actor, m.name, a.action, a.subject, a.detail
FROM audit AS a LEFT JOIN members AS m ON m.id = a.actor
WHERE a.subject = :subject OR (a.subject = :everything AND a.at >= :since)
ORDER BY a.id;

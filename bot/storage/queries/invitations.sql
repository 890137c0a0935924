-- Invitations to a role, codes to join a cohort, and the wrong codes that slow a person down.

-- name: add_invitation(invitation, digest, centre, role, name, cohort, at, made_by, expires_at, uses)!
INSERT INTO invitations
    (id, digest, centre, role, name, cohort, made_at, made_by, expires_at, uses_left)
VALUES
    (:invitation, :digest, :centre, :role, :name, :cohort, :at, :made_by, :expires_at, :uses);

-- name: invitation(digest, now)^
-- One that works now.
SELECT i.id, i.centre, i.role, i.name, i.cohort, i.made_at, i.made_by, i.expires_at, i.uses_left,
       i.closed_at
FROM invitations AS i
    JOIN centres AS e ON e.id = i.centre
    LEFT JOIN cohorts AS c ON c.id = i.cohort
WHERE i.digest = :digest AND i.expires_at > :now AND i.closed_at IS NULL
  AND (i.uses_left IS NULL OR i.uses_left > 0)
  AND e.closed_at IS NULL AND c.closed_at IS NULL;

-- name: use_invitation(invitation, now)$
UPDATE invitations SET uses_left = uses_left - 1
WHERE id = :invitation AND expires_at > :now AND closed_at IS NULL
  AND (uses_left IS NULL OR uses_left > 0)
RETURNING id;

-- name: close_invitation(at, centre, invitation)$
UPDATE invitations SET closed_at = :at
WHERE centre = :centre AND id = :invitation AND closed_at IS NULL
RETURNING id;

-- name: open_invitations(centre, now)
SELECT id, centre, role, name, cohort, made_at, made_by, expires_at, uses_left, closed_at
FROM invitations
WHERE centre = :centre AND expires_at > :now AND closed_at IS NULL
  AND (uses_left IS NULL OR uses_left > 0)
ORDER BY made_at, id;

-- name: wrong_codes(person)^
SELECT wrong, last_at FROM wrong_codes
WHERE person = :person;

-- name: count_wrong_code(person, at)$
INSERT INTO wrong_codes (person, wrong, last_at)
VALUES (:person, 1, :at)
ON CONFLICT (person) DO UPDATE SET wrong = wrong_codes.wrong + 1, last_at = excluded.last_at
RETURNING wrong;

-- name: forget_wrong_codes_of(person)!
DELETE FROM wrong_codes
WHERE person = :person;

-- name: forget_wrong_codes(before)!
DELETE FROM wrong_codes
WHERE last_at < :before;

-- name: lock
-- Entries follow one another: each must know the one before. Held until the transaction ends.
select pg_advisory_xact_lock(%(lock)s)

-- name: last
-- The last entry, which the next is bound to.
select id, digest from staff_entry order by id desc limit 1

-- name: enter
insert into staff_entry (at, login, action, subject, subject_id, territory, why, digest)
values (%(at)s, %(login)s, %(action)s, %(subject)s, %(subject_id)s, %(territory)s, %(why)s, %(digest)s)

-- name: search
-- Entries that an auditor looks for, the latest first; what is empty or null asks for nothing.
select id, at, login, action, subject, subject_id, territory, why, digest from staff_entry
where (%(before)s::bigint is null or id < %(before)s)
  and (%(login)s = '' or login = %(login)s) and (%(action)s = '' or action = %(action)s)
  and (%(subject)s = '' or subject = %(subject)s)
  and (%(subject_id)s::bigint is null or subject_id = %(subject_id)s)
  and (%(since)s::timestamptz is null or at >= %(since)s)
  and (%(until)s::timestamptz is null or at < %(until)s)
  and (%(territories)s::text[] is null or territory = '' or territory = any(%(territories)s))
order by id desc limit %(limit)s

-- name: block
-- The entries after one, in their order.
select id, at, login, action, subject, subject_id, territory, why, digest from staff_entry
where id > %(after)s order by id limit %(limit)s

-- name: has_digest
select id from staff_entry where digest = %(digest)s limit 1

-- name: last_anchor
select at, entry, statement, signature from staff_anchor order by entry desc limit 1

-- name: anchor
insert into staff_anchor (at, entry, statement, signature)
values (%(at)s, %(entry)s, %(statement)s, %(signature)s)

-- name: anchors
select id, at, entry, statement, signature from staff_anchor order by entry

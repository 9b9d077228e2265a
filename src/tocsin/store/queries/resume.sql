-- What a store that was brought back from an earlier moment does not know: what happened since.

-- name: outbox
-- Whatever waited then may have left since. It is flagged, and sent once more where it is still worth something.
with maybe as (
  update tracing_outbox o set leased_by = 'restored', leased_until = %(now)s
  from tracing_message m
  where m.id = o.message_id and o.not_before <= %(now)s and m.uncertain_at is null
  returning o.message_id
), flagged as (
  update tracing_message m set uncertain_at = %(now)s from maybe where m.id = maybe.message_id returning m.id
)
insert into tracing_change (subject, subject_id, what, before, after, why, at, by)
select 'message', id, 'uncertain', '', '', 'restored', %(now)s, %(by)s from flagged

-- name: held
-- What was in the hand of a gateway, and in doubt already: nobody has it any more.
update tracing_outbox o set leased_until = least(leased_until, %(now)s)
from tracing_message m where m.id = o.message_id and o.leased_by is not null and m.uncertain_at is not null

-- name: cases
-- What conversations said since is not known: they may say it again, and whoever reads the file sees why.
insert into tracing_change (subject, subject_id, what, before, after, why, at, by)
select 'case', id, 'restored', %(since)s::text, %(until)s::text, 'backup', %(now)s, %(by)s from tracing_case c
where closed_at is null and not exists (select from tracing_change x where x.subject = 'case'
  and x.subject_id = c.id and x.what = 'restored' and x.before = %(since)s::text)

-- name: contacts
insert into tracing_change (subject, subject_id, what, before, after, why, at, by)
select 'contact', id, 'restored', %(since)s::text, %(until)s::text, 'backup', %(now)s, %(by)s from tracing_contact c
where closed_at is null and not exists (select from tracing_change x where x.subject = 'contact'
  and x.subject_id = c.id and x.what = 'restored' and x.before = %(since)s::text)

-- name: store
-- From now on engines look for these marks.
insert into tracing_change (subject, subject_id, what, before, after, why, at, by)
values ('store', 0, 'restored', %(since)s::text, %(until)s::text, 'backup', %(now)s, %(by)s)

-- name: numbers
-- Cases and contacts that were made since had numbers of which nothing is known here, and the code of an SMS
-- follows from the number: no other case may ever get one of theirs.
select setval(pg_get_serial_sequence(name, 'id'), nextval(pg_get_serial_sequence(name, 'id')) + %(apart)s)
from unnest(array['tracing_case', 'tracing_contact', 'tracing_person', 'tracing_phone', 'tracing_message']) as name

-- name: shards
-- The engines of then are no more: nobody waits for their leases to end.
update tracing_shardlease set worker = null, until = null where worker is not null

-- name: workers
delete from tracing_worker

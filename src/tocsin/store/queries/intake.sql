-- name: lock
-- One batch at a time: two laboratories' results of one person must not open two cases. Until the commit.
select pg_advisory_xact_lock(7305002, 1)

-- name: file_lock
-- One process at a time takes a file in. Until the session ends or gives it back.
select pg_advisory_lock(7305003, %(key)s)

-- name: file_unlock
select pg_advisory_unlock(7305003, %(key)s)

-- name: file
-- A file, new or known by its bytes.
insert into tracing_intakefile (name, digest, format, began_at, counts)
values (%(name)s, %(digest)s, %(format)s, %(now)s, '{}')
on conflict (digest) do update set name = tracing_intakefile.name
returning id, counts, finished_at

-- name: file_again
-- It is to be read again as if it were new; what waits in quarantine will come anew.
with open as (
  update tracing_quarantine set done_at = %(now)s, done_by = 'intake', done = 'replayed'
  where file_id = %(file)s and done_at is null)
update tracing_intakefile set counts = '{}', finished_at = null, began_at = %(now)s where id = %(file)s

-- name: progress
-- How far a file is; nothing comes back where another process has moved it on.
update tracing_intakefile set counts = %(counts)s
where id = %(file)s and finished_at is null and coalesce((counts ->> 'received')::bigint, 0) = %(before)s
returning id

-- name: finished
update tracing_intakefile set finished_at = %(now)s where id = %(file)s

-- name: results
-- Results known under these identifiers.
select r.source_index, r.id, r.meaning, r.version, r.resulted_at, r.taken_at, p.identity_index, r.case_id
from tracing_result r left join tracing_person p on p.id = r.person_id
where r.source_index = any(%(sources)s::bytea[])

-- name: people
select identity_index, id, guardian_id from tracing_person where identity_index = any(%(identities)s::bytea[])

-- name: cases
-- Cases that are not void: of these people, and these.
select c.id, c.person_id, p.identity_index, c.disease, c.resulted_at, c.sample_on, f.id, f.shard
from tracing_case c join tracing_person p on p.id = c.person_id left join tracing_phone f on f.id = c.phone_id
where (c.person_id = any(%(persons)s::bigint[]) or c.id = any(%(cases)s::bigint[])) and c.outcome <> 'void'
order by c.id

-- name: held
-- The phones by which the people of these cases are known: their own, and those of whoever speaks for them.
select c.id, array(
  select h.phone_id from tracing_holding h
  where h.person_id = any(array[p.id, p.guardian_id]) and h.until is null
  union select c.phone_id where c.phone_id is not null)
from tracing_case c join tracing_person p on p.id = c.person_id
where c.id = any(%(cases)s::bigint[])

-- name: supports
-- The positive results that cases rest on.
select r.case_id, r.id, r.resulted_at, r.taken_at, p.territory
from tracing_result r join tracing_case c on c.id = r.case_id join tracing_person p on p.id = c.person_id
where r.case_id = any(%(cases)s::bigint[]) and r.meaning = 'positive'

-- name: ids
-- Identifiers ahead of their rows. Only intake writes results, one batch at a time: theirs are taken as a block.
select setval(pg_get_serial_sequence('tracing_result', 'id'),
              nextval(pg_get_serial_sequence('tracing_result', 'id')) + %(results)s) - %(results)s,
       array(select nextval((select pg_get_serial_sequence('tracing_person', 'id')::regclass)) from generate_series(1, %(persons)s)),
       array(select nextval((select pg_get_serial_sequence('tracing_case', 'id')::regclass)) from generate_series(1, %(cases)s))

-- name: add_persons
copy tracing_person (id, sealed, identity_index, name_index, collected_on, age_band, territory, lang) from stdin

-- name: guardians
update tracing_person p set guardian_id = u.guardian
from unnest(%(ids)s::bigint[], %(guardians)s::bigint[]) as u (id, guardian) where p.id = u.id

-- name: told_again
-- People known already, as a new result tells of them: their three months begin anew.
update tracing_person p set sealed = u.sealed, name_index = u.name, collected_on = %(day)s,
  age_band = coalesce(nullif(u.band, ''), p.age_band), territory = coalesce(nullif(u.territory, ''), p.territory)
from (
  select v.* from unnest(%(ids)s::bigint[], %(sealed)s::bytea[], %(names)s::bytea[], %(bands)s::text[],
                         %(territories)s::text[]) as v (id, sealed, name, band, territory)
  join tracing_person q on q.id = v.id where q.erased_at is null
  order by v.id for no key update of q skip locked) as u
where p.id = u.id

-- name: add_cases
copy tracing_case (id, person_id, phone_id, disease, resulted_at, received_at, deadline, sample_on, closed_at,
  outcome, consent) from stdin

-- name: add_results
copy tracing_result (id, file_id, place, source_index, version, person_id, case_id, disease, meaning, disposition,
  taken_at, resulted_at, received_at) from stdin

-- name: change_results
-- Another version takes the place of a result.
update tracing_result r set version = u.version, person_id = u.person_id, case_id = u.case_id,
  meaning = u.meaning, disposition = u.disposition, taken_at = u.taken_at, resulted_at = u.resulted_at
from unnest(%(ids)s::bigint[], %(versions)s::int[], %(persons)s::bigint[], %(cases)s::bigint[],
            %(meanings)s::text[], %(dispositions)s::text[], %(taken)s::timestamptz[],
            %(resulted)s::timestamptz[])
  as u (id, version, person_id, case_id, meaning, disposition, taken_at, resulted_at)
where r.id = u.id

-- name: count_negatives
-- Negative results of a day in a territory, added to those counted before.
insert into tracing_daycount (day, measure, disease, territory, age_band, value)
select u.day, 'negatives', u.disease, u.territory, '', sum(u.value)::int
from unnest(%(days)s::date[], %(diseases)s::text[], %(territories)s::text[], %(values)s::int[])
  as u (day, disease, territory, value)
group by u.day, u.disease, u.territory
on conflict (day, measure, disease, territory, age_band)
do update set value = tracing_daycount.value + excluded.value

-- name: move_cases
-- The first of a case's results is another now, or its phone is.
update tracing_case c set resulted_at = u.resulted_at, deadline = u.deadline, sample_on = u.sample_on,
  phone_id = coalesce(c.phone_id, u.phone_id)
from unnest(%(ids)s::bigint[], %(resulted)s::timestamptz[], %(deadlines)s::timestamptz[], %(samples)s::date[],
            %(phones)s::bigint[]) as u (id, resulted_at, deadline, sample_on, phone_id)
where c.id = u.id

-- name: move_calls
-- Calls follow their case: an earlier deadline, a number that was not known.
update tracing_calltask k set deadline = least(k.deadline, u.deadline), phone_id = coalesce(k.phone_id, u.phone_id)
from unnest(%(ids)s::bigint[], %(deadlines)s::timestamptz[], %(phones)s::bigint[]) as u (id, deadline, phone_id)
where k.case_id = u.id and k.contact_id is null and k.done_at is null

-- name: withdrawn_cases
-- Cases about to be void, as they stand: how they are reached, and whether they were told to isolate: by an SMS that
-- left, or will (a gateway has it in its hand), or by somebody who reached them; and until when they isolate.
select c.id, c.phone_id, f.shard, coalesce(f.kind, '') as kind, coalesce(f.zone, 'Europe/Paris') as zone, p.territory,
  c.isolation_end
from tracing_case c join tracing_person p on p.id = c.person_id left join tracing_phone f on f.id = c.phone_id
where c.id = any(%(cases)s::bigint[]) and c.outcome not in ('void', 'wrong_person')
  and c.received_at > %(since)s
  and (c.closed_at is null or c.outcome <> 'done')
  and (c.answered_at is not null or exists (
    select 1 from tracing_message m
    where m.phone_id = c.phone_id and m.case_id = c.id and (m.submitted_at is not null or m.uncertain_at is not null
      or exists (select 1 from tracing_outbox o where o.message_id = m.id and o.leased_by is not null))))
order by c.id

-- name: void_cases
update tracing_case c set outcome = 'void', closed_at = coalesce(c.closed_at, %(now)s)
where c.id = any(%(ids)s::bigint[])

-- name: void_case_calls
-- Calls to them end, but not those of somebody who needs help at once.
update tracing_calltask set done_at = %(now)s, outcome = 'void', leased_by = null, leased_until = null
where case_id = any(%(ids)s::bigint[]) and contact_id is null and done_at is null and not urgent
returning id

-- name: add_calls
insert into tracing_calltask (case_id, phone_id, territory, reason, urgent, created_at, not_before, deadline,
  attempts, outcome)
select u.case_id, u.phone_id, u.territory, u.reason, false, %(now)s, u.not_before, u.deadline, 0, ''
from unnest(%(cases)s::bigint[], %(phones)s::bigint[], %(territories)s::text[], %(reasons)s::text[],
            %(not_befores)s::timestamptz[], %(deadlines)s::timestamptz[])
  as u (case_id, phone_id, territory, reason, not_before, deadline)
on conflict (case_id, contact_id) where done_at is null do nothing

-- name: namings
-- Contacts not long ago on these phones, or of these people, that are no case yet.
select t.id, t.person_id, t.phone_id, int8send(t.id) || t.sealed, t.case_id, t.same_as_id is null as root, f.shard, f.kind
from tracing_contact t left join tracing_phone f on f.id = t.phone_id
where (t.phone_id = any(%(phones)s::bigint[]) or t.person_id = any(%(persons)s::bigint[]))
  and t.became_case_id is null and t.named_at > %(since)s and t.erased_at is null
order by t.id

-- name: became
update tracing_contact t set became_case_id = u.case_id, closed_at = coalesce(t.closed_at, %(now)s),
  outcome = case when t.closed_at is null then 'became_case' else t.outcome end
from unnest(%(ids)s::bigint[], %(cases)s::bigint[]) as u (id, case_id) where t.id = u.id

-- name: void_contact_calls
update tracing_calltask set done_at = %(now)s, outcome = 'void', leased_by = null, leased_until = null
where contact_id = any(%(ids)s::bigint[]) and done_at is null
returning id

-- name: undo_became
-- Contacts that had become a case whose result was withdrawn.
update tracing_contact set became_case_id = null where became_case_id = any(%(cases)s::bigint[]) returning id

-- name: add_quarantine
insert into tracing_quarantine (id, file_id, place, reason, detail, territory, sealed, collected_on, at, done_by, done,
  why)
select u.id, %(file)s, u.place, u.reason, u.detail, u.territory, u.sealed, %(day)s, %(now)s, '', '', ''
from unnest(%(ids)s::bigint[], %(places)s::text[], %(reasons)s::text[], %(details)s::text[], %(territories)s::text[],
            %(sealed)s::bytea[]) as u (id, place, reason, detail, territory, sealed)

-- name: quarantine
-- What waits for a repair, the oldest first; territories: only of these, and of none that is known; null: all.
select q.id, f.name, q.place, q.reason, q.detail, q.at, f.format, q.territory
from tracing_quarantine q join tracing_intakefile f on f.id = q.file_id
where q.done_at is null and q.erased_at is null and (%(reason)s = '' or q.reason = %(reason)s) and q.id > %(last)s
  and (%(territories)s::text[] is null or q.territory = '' or q.territory = any(%(territories)s::text[]))
order by q.id limit %(limit)s

-- name: quarantine_counts
select reason, count(*) from tracing_quarantine q where done_at is null and erased_at is null
  and (%(territories)s::text[] is null or q.territory = '' or q.territory = any(%(territories)s::text[]))
group by reason order by count(*) desc, reason

-- name: quarantine_one
select q.id, f.name, q.place, q.reason, q.detail, q.at, f.format, q.territory, int8send(q.id) || q.sealed, q.done
from tracing_quarantine q join tracing_intakefile f on f.id = q.file_id where q.id = %(id)s

-- name: quarantine_done
update tracing_quarantine set done_at = %(now)s, done_by = %(by)s, done = %(how)s, why = %(why)s
where id = any(%(ids)s::bigint[]) and done_at is null
returning id

-- name: quarantine_again
-- A record that was dismissed by mistake waits again.
update tracing_quarantine set done_at = null, done_by = '', done = '', why = ''
where id = %(id)s and done = 'dismissed' and erased_at is null
returning id

-- name: quarantine_past
-- What was done with records of late, the latest first.
select q.id, f.name, q.place, q.reason, q.territory, q.done_at, q.done_by, q.done, q.why
from tracing_quarantine q join tracing_intakefile f on f.id = q.file_id
where q.done_at > %(since)s and q.done_by <> 'intake'
  and (%(territories)s::text[] is null or q.territory = '' or q.territory = any(%(territories)s::text[]))
order by q.done_at desc, q.id desc limit %(limit)s

-- name: quarantined_places
-- What is in quarantine of a file, for its acknowledgements.
select place, reason from tracing_quarantine where file_id = %(file)s order by id

-- name: withdrawn_contacts
-- Those whom cases named that are void by now, and who are no case themselves: who speaks for them, how far they
-- were reached, and whether another case that stands has named them too.
select t.id, r.id, r.phone_id, f.shard, f.kind, coalesce(f.zone, 'Europe/Paris'), r.answered_at, r.outcome,
  coalesce(p.territory, ''),
  exists (
    select 1 from tracing_contact o join tracing_case c on c.id = o.case_id
    where (o.id = r.id or o.same_as_id = r.id) and c.outcome <> 'void' and o.outcome <> 'void') as stands
from tracing_contact t
join tracing_contact r on r.id = coalesce(t.same_as_id, t.id)
left join tracing_phone f on f.id = r.phone_id
left join tracing_person p on p.id = r.person_id
where t.case_id = any(%(cases)s::bigint[]) and t.became_case_id is null and r.became_case_id is null
  and t.erased_at is null and r.erased_at is null and t.outcome <> 'void' and t.named_at > %(since)s
order by t.id for update of t

-- name: withdraw_unsent
-- What was written to these contacts and has not left does not leave.
with gone as (
  delete from tracing_outbox o using tracing_message m
  where m.id = o.message_id and m.phone_id = any(%(phones)s::bigint[]) and m.contact_id = any(%(ids)s::bigint[])
    and (o.leased_by is null or m.uncertain_at is not null)
  returning o.message_id)
update tracing_message m set failed_at = %(now)s, failure = 'withdrawn'
from gone where m.id = gone.message_id and m.delivered_at is null and m.failed_at is null

-- name: written_to
-- Which of these contacts have an SMS, or will have one: it has left, or a gateway has it in its hand.
select distinct m.contact_id from tracing_message m
where m.phone_id = any(%(phones)s::bigint[]) and m.contact_id = any(%(ids)s::bigint[])
  and (m.submitted_at is not null or m.uncertain_at is not null
       or exists (select 1 from tracing_outbox o where o.message_id = m.id))

-- name: void_contacts
update tracing_contact set outcome = 'void', closed_at = coalesce(closed_at, %(now)s)
where id = any(%(ids)s::bigint[])

-- name: void_calls_of_contacts
-- Calls to them end, but not those of somebody who needs help at once.
update tracing_calltask set done_at = %(now)s, outcome = 'void', leased_by = null, leased_until = null
where contact_id = any(%(ids)s::bigint[]) and done_at is null and not urgent
returning id

-- name: calls_of_withdrawn
-- Cases and contacts to whom an agent says that they need not isolate any more; of each, one of both is null.
insert into tracing_calltask (case_id, contact_id, phone_id, territory, reason, urgent, created_at, not_before, deadline,
  attempts, outcome)
select u.case_id, u.contact_id, u.phone_id, u.territory, 'withdrawn', false, %(now)s, u.not_before, %(deadline)s, 0, ''
from unnest(%(cases)s::bigint[], %(contacts)s::bigint[], %(phones)s::bigint[], %(territories)s::text[],
            %(not_befores)s::timestamptz[])
  as u (case_id, contact_id, phone_id, territory, not_before)
on conflict (case_id, contact_id) where done_at is null do nothing

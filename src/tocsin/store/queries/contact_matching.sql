-- name: lock
-- One naming at a time: who is who must not be decided twice at the same instant. Until the commit.
select pg_advisory_xact_lock(7305001, 1)

-- name: speakers
-- The cases who name.
select c.id, c.person_id, int8send(p.id) || p.sealed, p.lang, p.territory, f.number_index, f.zone, f.id as phone_id
from tracing_case c
join tracing_person p on p.id = c.person_id
left join tracing_phone f on f.id = c.phone_id
where c.id = any(%(cases)s)

-- name: add_phones
-- In the order of their index, so that two who add the same ones wait for each other one way only.
insert into tracing_phone (id, sealed, number_index, shard, kind, zone, collected_on)
select * from unnest(%(ids)s::bigint[], %(sealed)s::bytea[], %(indexes)s::bytea[], %(shards)s::smallint[], %(kinds)s::text[],
                     %(zones)s::text[], %(days)s::date[]) as u (id, sealed, number_index, shard, kind, zone, day)
order by u.number_index
on conflict (number_index) do nothing

-- name: phones
select id, number_index, shard, zone, collected_on from tracing_phone where number_index = any(%(indexes)s)

-- name: holders
-- Who is known on these phones: those who hold them, and those whose case is reached on them; with their own
-- case of the last days, and the contact whose conversation speaks for them.
with held as (
  select phone_id, person_id from tracing_holding where phone_id = any(%(phones)s) and until is null
  union
  select c.phone_id, c.person_id from tracing_case c
  where c.phone_id = any(%(phones)s) and not exists (
    select 1 from tracing_holding h where h.phone_id = c.phone_id and h.person_id = c.person_id)
)
select held.phone_id, held.person_id, int8send(p.id) || p.sealed,
  (select c.id from tracing_case c
   where c.person_id = held.person_id and c.received_at > %(since)s and c.outcome <> 'void'
   order by c.received_at desc, c.id desc limit 1) as case_id,
  (select t.id from tracing_contact t
   where t.phone_id = held.phone_id and t.person_id = held.person_id and t.same_as_id is null
     and t.closed_at is null and t.became_case_id is null
     and not exists (select from tracing_calltask k
                     where k.contact_id = t.id and k.done_at is null and k.reason = 'unconfirmed')
   order by t.id limit 1) as root_id
from held join tracing_person p on p.id = held.person_id
order by held.phone_id, held.person_id

-- name: named
-- Those whom these cases have named already; unconfirmed while they wait for the case to say that it is right.
select t.id, t.case_id, t.person_id, t.name_index, f.number_index,
  exists (select from tracing_calltask k
          where k.contact_id = t.id and k.done_at is null and k.reason = 'unconfirmed') as unconfirmed,
  t.outcome = 'void' as dropped
from tracing_contact t left join tracing_phone f on f.id = t.phone_id
where t.case_id = any(%(cases)s)
order by t.id

-- name: ids
select array(select nextval((select pg_get_serial_sequence('tracing_person', 'id')::regclass)) from generate_series(1, %(persons)s)),
       array(select nextval((select pg_get_serial_sequence('tracing_contact', 'id')::regclass)) from generate_series(1, %(contacts)s))

-- name: add_persons
insert into tracing_person (id, sealed, name_index, collected_on, age_band, territory, lang)
select u.id, u.sealed, u.name, u.day, '', '', u.lang
from unnest(%(ids)s::bigint[], %(sealed)s::bytea[], %(names)s::bytea[], %(days)s::date[], %(langs)s::text[])
  as u (id, sealed, name, day, lang)

-- name: baptise
-- People of whom only the number was known, and whose name is known now.
update tracing_person p set sealed = u.sealed, name_index = u.name, collected_on = u.day
from unnest(%(ids)s::bigint[], %(sealed)s::bytea[], %(names)s::bytea[], %(days)s::date[])
  as u (id, sealed, name, day)
where p.id = u.id and p.erased_at is null

-- name: add_holdings
insert into tracing_holding (person_id, phone_id, since, why)
select u.person_id, u.phone_id, %(now)s, u.why
from unnest(%(persons)s::bigint[], %(phones)s::bigint[], %(whys)s::text[]) as u (person_id, phone_id, why)
on conflict (person_id, phone_id) where until is null do nothing

-- name: add_contacts
insert into tracing_contact (id, case_id, person_id, phone_id, same_as_id, became_case_id, gathering_id, sealed,
  name_index, collected_on, named_at, how, last_contact, household, deadline, closed_at, outcome)
select u.id, u.case_id, u.person_id, u.phone_id, u.same_as, u.became, u.gathering, u.sealed, u.name_index, u.day,
  %(now)s, u.how, u.last_contact, u.household, %(deadline)s,
  case when u.became is not null then %(now)s::timestamptz end,
  case when u.became is not null then 'became_case' else '' end
from unnest(%(ids)s::bigint[], %(cases)s::bigint[], %(persons)s::bigint[], %(phones)s::bigint[],
            %(same_as)s::bigint[], %(became)s::bigint[], %(gatherings)s::bigint[], %(sealed)s::bytea[],
            %(name_indexes)s::bytea[], %(days)s::date[], %(hows)s::text[], %(last_contacts)s::date[],
            %(households)s::boolean[])
  as u (id, case_id, person_id, phone_id, same_as, became, gathering, sealed, name_index, day, how,
        last_contact, household)

-- name: complete
-- What was missing of a contact: its number, its name, or that it was noted right. The task to look for a number,
-- or to ring in its place, is then done.
with given as (
  select * from unnest(%(ids)s::bigint[], %(persons)s::bigint[], %(phones)s::bigint[], %(same_as)s::bigint[],
                       %(became)s::bigint[], %(sealed)s::bytea[], %(name_indexes)s::bytea[], %(days)s::date[])
    as u (id, person_id, phone_id, same_as, became, sealed, name_index, day)
), found as (
  update tracing_calltask k set done_at = %(now)s, outcome = 'void', leased_by = null, leased_until = null
  from given where k.contact_id = given.id and k.done_at is null
    and ((k.phone_id is null or k.reason = 'minor') and given.phone_id is not null or k.reason = 'unconfirmed')
)
update tracing_contact t set person_id = given.person_id, phone_id = given.phone_id,
  same_as_id = coalesce(given.same_as, t.same_as_id), became_case_id = coalesce(given.became, t.became_case_id),
  sealed = given.sealed, name_index = given.name_index, collected_on = given.day,
  closed_at = case when given.became is not null then coalesce(t.closed_at, %(now)s)
                   when t.outcome <> 'void' then t.closed_at end,
  outcome = case when given.became is not null and (t.closed_at is null or t.outcome = 'void') then 'became_case'
                 when t.outcome <> 'void' then t.outcome else '' end
from given where t.id = given.id and t.erased_at is null

-- name: drop_unconfirmed
-- Whom a case took off its list, or named otherwise, before it confirmed them: nobody was told, nobody is rung.
with dropped as (
  update tracing_contact t set closed_at = %(now)s, outcome = 'void'
  where t.case_id = any(%(cases)s::bigint[]) and t.id <> all(%(kept)s::bigint[]) and t.closed_at is null and t.how = 'sms'
    and exists (select from tracing_calltask k where k.contact_id = t.id and k.done_at is null
                and k.reason = 'unconfirmed' and k.leased_until is null)
  returning t.id, t.person_id, t.phone_id, t.named_at
), freed as (
  update tracing_holding h set until = %(now)s from dropped
  where h.person_id = dropped.person_id and h.phone_id = dropped.phone_id and h.until is null
    and h.why = 'named' and h.since >= dropped.named_at
), undone as (
  update tracing_calltask k set done_at = %(now)s, outcome = 'void'
  from dropped where k.contact_id = dropped.id and k.done_at is null
)
insert into tracing_change (subject, subject_id, what, before, after, why, at, by)
select 'contact', id, 'closed', '', 'void', 'not_confirmed', %(now)s, 'engine' from dropped

-- name: more
-- What a case said more about somebody named before: the last day they met, whether they live together.
update tracing_contact t set
  last_contact = greatest(t.last_contact, u.last_contact), household = coalesce(u.household, t.household)
from unnest(%(ids)s::bigint[], %(last_contacts)s::date[], %(households)s::boolean[])
  as u (id, last_contact, household)
where t.id = u.id and t.erased_at is null
  and (coalesce(u.last_contact > t.last_contact, u.last_contact is not null)
       or coalesce(u.household <> t.household, u.household is not null))
returning coalesce(t.same_as_id, t.id)

-- name: roots
-- Contacts whose conversation is to be told of new dates.
select t.id, f.id, f.shard from tracing_contact t join tracing_phone f on f.id = t.phone_id
where t.id = any(%(contacts)s) and t.closed_at is null and f.kind = 'mobile' order by t.id

-- name: add_calls
insert into tracing_calltask (contact_id, phone_id, territory, reason, urgent, created_at, not_before, deadline,
  attempts, outcome)
select u.contact_id, u.phone_id, u.territory, u.reason, false, %(now)s, u.not_before, %(deadline)s, 0, ''
from unnest(%(contacts)s::bigint[], %(phones)s::bigint[], %(territories)s::text[], %(reasons)s::text[],
            %(not_befores)s::timestamptz[]) as u (contact_id, phone_id, territory, reason, not_before)
on conflict (case_id, contact_id) where done_at is null do nothing

-- name: lapsed
-- Phones collected before today whose rows are free: they are collected again.
select id, int8send(id) || sealed, int8send(id) || thread from tracing_phone
where id = any(%(phones)s) and collected_on < %(today)s and sealed is not null
order by id for no key update skip locked

-- name: recollect_phones
update tracing_phone p set sealed = u.sealed, thread = u.thread, collected_on = %(today)s
from unnest(%(ids)s::bigint[], %(sealed)s::bytea[], %(threads)s::bytea[]) as u (id, sealed, thread)
where p.id = u.id

-- name: lapsed_people
select id, int8send(id) || sealed from tracing_person
where id = any(%(persons)s) and collected_on < %(today)s and sealed is not null
order by id for no key update skip locked

-- name: recollect_people
update tracing_person p set sealed = u.sealed, collected_on = %(today)s
from unnest(%(ids)s::bigint[], %(sealed)s::bytea[]) as u (id, sealed)
where p.id = u.id

-- name: changes
insert into tracing_change (subject, subject_id, what, before, after, why, at, by)
select 'contact', u.id, u.what, '', u.after, u.why, %(now)s, u.by
from unnest(%(ids)s::bigint[], %(whats)s::text[], %(afters)s::text[], %(whys)s::text[], %(bys)s::text[])
  as u (id, what, after, why, by)

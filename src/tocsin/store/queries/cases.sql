-- Somebody's file, found and read at the desk. territories: null for everywhere; who has none is everybody's.

-- name: find
-- Cases and namings of the people who have one of these names, this identity, or this number; of somebody whose
-- file was joined to another's, those of the other.
with who as (
  select coalesce(p.merged_into_id, p.id) as id from tracing_person p
  where p.name_index = any(%(names)s::bytea[]) and p.name_index is not null
  union
  select coalesce(p.merged_into_id, p.id) from tracing_person p where p.identity_index = any(%(identities)s::bytea[])
  union
  select coalesce(p.merged_into_id, p.id)
  from tracing_phone f join tracing_holding h on h.phone_id = f.id join tracing_person p on p.id = h.person_id
  where f.number_index = any(%(numbers)s::bytea[])
), the_cases as (
  select id from tracing_case where person_id in (select id from who)
  union select c.id from tracing_phone f join tracing_case c on c.phone_id = f.id where f.number_index = any(%(numbers)s::bytea[])
), the_contacts as (
  select id from tracing_contact where person_id in (select id from who)
  union select t.id from tracing_phone f join tracing_contact t on t.phone_id = f.id
  where f.number_index = any(%(numbers)s::bytea[])
)
select 'case' as kind, c.id, c.id as case_id, c.received_at as at, int8send(p.id) || p.sealed as person, null::bytea as contact, p.territory,
  c.submitted_at, c.delivered_at, c.answered_at, c.reached_at, c.listed_at, c.closed_at, c.deadline, c.outcome,
  exists (select 1 from tracing_calltask k where k.case_id = c.id and k.done_at is null) as to_call
from tracing_case c join tracing_person p on p.id = c.person_id
where c.id in (select id from the_cases)
  and (%(territories)s::text[] is null or p.territory = '' or p.territory = any(%(territories)s))
union all
select 'contact', t.id, t.case_id, t.named_at, int8send(w.id) || w.sealed as sealed, int8send(t.id) || t.sealed as sealed, p.territory,
  r.submitted_at, r.delivered_at, r.answered_at, r.reached_at, null, t.closed_at, r.deadline, t.outcome,
  exists (select 1 from tracing_calltask k where k.contact_id = r.id and k.done_at is null)
from tracing_contact t join tracing_contact r on r.id = coalesce(t.same_as_id, t.id)
join tracing_case c on c.id = t.case_id join tracing_person p on p.id = c.person_id
left join tracing_person w on w.id = t.person_id
where t.id in (select id from the_contacts)
  and (%(territories)s::text[] is null or p.territory = '' or p.territory = any(%(territories)s))
order by at desc, id desc limit %(limit)s

-- name: person
select id, int8send(id) || sealed as sealed, collected_on, age_band, territory, lang, merged_into_id, died, erased_at is not null as erased
from tracing_person where id = %(person)s

-- name: person_of_case
select c.id, c.person_id, c.disease, c.closed_at, c.outcome, c.answered_at, c.reached_at, c.listed_at, p.territory
from tracing_case c join tracing_person p on p.id = c.person_id where c.id = %(case)s

-- name: person_of_file
select id, territory from tracing_person where id = case %(subject)s
  when 'case' then (select person_id from tracing_case where id = %(id)s)
  else (select person_id from tracing_contact where id = %(id)s) end

-- name: rows_of_person
-- Everything that says who somebody is: table, column and row.
select 'case' as "table", 'person_id' as "column", id from tracing_case where person_id = %(person)s
union all select 'contact', 'person_id', id from tracing_contact where person_id = %(person)s
union all select 'result', 'person_id', id from tracing_result where person_id = %(person)s
union all select 'person', 'guardian_id', id from tracing_person where guardian_id = %(person)s
union all select 'holding', 'person_id', h.id from tracing_holding h
  where h.person_id = %(person)s and (h.until is not null or not exists (
    select 1 from tracing_holding k where k.person_id = %(kept)s and k.phone_id = h.phone_id and k.until is null))
order by 1, 2, 3

-- name: held_twice
-- Phones that two people both hold, as the second holds them.
select h.id from tracing_holding h join tracing_holding k on k.phone_id = h.phone_id
where h.person_id = %(person)s and k.person_id = %(kept)s and h.until is null and k.until is null order by h.id

-- name: rows_of_case
-- Everything that hangs on a case, but what the other has already.
select 'contact' as "table", 'case_id' as "column", t.id from tracing_contact t
where t.case_id = %(case)s and not exists (
  select 1 from tracing_contact u where u.case_id = %(kept)s and u.phone_id is not distinct from t.phone_id
    and u.name_index is not distinct from t.name_index)
union all select 'contact', 'became_case_id', t.id from tracing_contact t where t.became_case_id = %(case)s
union all select 'result', 'case_id', id from tracing_result where case_id = %(case)s
union all select 'gathering', 'case_id', id from tracing_gathering where case_id = %(case)s
union all select 'epidetail', 'case_id', e.id from tracing_epidetail e
where e.case_id = %(case)s and not exists (select 1 from tracing_epidetail k where k.case_id = %(kept)s)
union all select 'followupday', 'case_id', d.id from tracing_followupday d
where d.case_id = %(case)s and not exists (
  select 1 from tracing_followupday k where k.case_id = %(kept)s and k.day = d.day)
union all select 'attendance', 'case_id', a.id from tracing_attendance a
where a.case_id = %(case)s and not exists (
  select 1 from tracing_attendance b where b.case_id = %(kept)s and b.gathering_id = a.gathering_id)
order by 1, 2, 3

-- name: open_calls_of_case
select id, leased_by, leased_until from tracing_calltask
where case_id = %(case)s and contact_id is null and done_at is null order by id for update

-- name: phone_of_case
select f.id, f.shard from tracing_case c join tracing_phone f on f.id = c.phone_id
where c.id = %(case)s and f.kind = 'mobile'

-- name: rows_of_some
-- Of somebody's rows, those that were chosen; the results go with their case. A naming is a file of the territory
-- of the case that named them.
select 'case' as "table", 'person_id' as "column", id from tracing_case
where person_id = %(person)s and id = any(%(cases)s::bigint[])
union all select 'contact', 'person_id', t.id from tracing_contact t
join tracing_case c on c.id = t.case_id join tracing_person p on p.id = c.person_id
where t.person_id = %(person)s and t.id = any(%(contacts)s::bigint[])
  and (%(territories)s::text[] is null or p.territory = '' or p.territory = any(%(territories)s))
union all select 'holding', 'person_id', id from tracing_holding
where person_id = %(person)s and id = any(%(holdings)s::bigint[])
union all select 'result', 'person_id', id from tracing_result
where person_id = %(person)s and case_id = any(%(cases)s::bigint[])
order by 1, 2, 3

-- name: files_of_person
-- The cases, the phones, and the namings by cases of some territories, of somebody, to choose among.
select 'case' as kind, id, received_at as at, outcome, null::bytea as sealed from tracing_case where person_id = %(person)s
union all
select 'contact', t.id, t.named_at, t.outcome, int8send(t.id) || t.sealed from tracing_contact t
join tracing_case c on c.id = t.case_id join tracing_person p on p.id = c.person_id
where t.person_id = %(person)s
  and (%(territories)s::text[] is null or p.territory = '' or p.territory = any(%(territories)s))
union all
select 'phone', h.id, h.since, case when h.until is null then '' else 'over' end, int8send(f.id) || f.sealed
from tracing_holding h join tracing_phone f on f.id = h.phone_id where h.person_id = %(person)s
order by 1, 3, 2

-- name: known
-- Who is known by an identity; of somebody whose file was joined to another's, the other.
with recursive one as (
  select id, merged_into_id, territory from tracing_person where identity_index = any(%(identities)s::bytea[])
  union select p.id, p.merged_into_id, p.territory from one join tracing_person p on p.id = one.merged_into_id)
select id, territory from one where merged_into_id is null

-- name: touched
-- Files in which a correction wrote: its two people, and the cases and namings that it moved.
with made as (
  select r.kind, r.kept_id, r.other_id, m ->> 0 as "table", (m ->> 2)::bigint as id
  from tracing_correction r, jsonb_array_elements(r.moves) m where r.id = %(correction)s
), who as (
  select kept_id as id from made where kind in ('same_person', 'two_people')
  union select other_id from made where kind in ('same_person', 'two_people')
  union select c.person_id from made join tracing_case c on c.id in (made.kept_id, made.other_id) where kind = 'same_case'
  union select id from made where "table" = 'person'
)
select 'person' as subject, p.id, p.territory from tracing_person p where p.id in (select id from who)
union select 'case', c.id, p.territory from tracing_case c join tracing_person p on p.id = c.person_id
where c.id in (select id from made where "table" = 'case')
union select 'contact', t.id, p.territory from tracing_contact t join tracing_case c on c.id = t.case_id
join tracing_person p on p.id = c.person_id where t.id in (select id from made where "table" = 'contact')
order by 1, 2

-- name: add_person
insert into tracing_person (id, sealed, identity_index, name_index, collected_on, age_band, territory, lang)
values (%(id)s, %(sealed)s, %(identity)s, %(name)s, %(day)s, '', %(territory)s, %(lang)s) returning id

-- name: drop_person
delete from tracing_person where id = %(person)s

-- name: add_correction
insert into tracing_correction (kind, kept_id, other_id, moves, why, at, by, undone_by)
values (%(kind)s, %(kept)s, %(other)s, %(moves)s, %(why)s, %(now)s, %(by)s, '') returning id

-- name: correction
select id, kind, kept_id, other_id, moves, why, at, by, undone_at, undone_by
from tracing_correction where id = %(correction)s for update

-- name: corrections_of
-- What was joined to a file or parted from it, the last first.
select id, kind, kept_id, other_id, why, at, by, undone_at, undone_by from tracing_correction
where kind in ('same_person', 'two_people') and (kept_id = %(person)s or other_id = %(person)s)
   or kind = 'same_case' and (kept_id = %(case)s::bigint or other_id = %(case)s::bigint)
order by id desc

-- name: undone
update tracing_correction set undone_at = %(now)s, undone_by = %(by)s where id = %(correction)s

-- name: contact
select t.id, t.case_id, int8send(t.id) || t.sealed as sealed, t.last_contact, t.household, t.became_case_id, t.same_as_id, t.gathering_id, t.how,
  t.isolation_end, r.deadline, r.submitted_at, r.delivered_at, r.answered_at, r.reached_at, t.closed_at, t.outcome, t.person_id,
  int8send(w.id) || w.sealed as person, p.territory, coalesce(f.zone, 'Europe/Paris') as zone,
  exists (select 1 from tracing_calltask k where k.contact_id = r.id and k.done_at is null) as to_call
from tracing_contact t join tracing_contact r on r.id = coalesce(t.same_as_id, t.id)
join tracing_case c on c.id = t.case_id join tracing_person p on p.id = c.person_id
left join tracing_person w on w.id = t.person_id left join tracing_phone f on f.id = t.phone_id
where t.id = %(contact)s

-- name: changes_of_contact
select at, what, before, after, why, by from tracing_change
where subject = 'contact' and subject_id = %(contact)s
   or subject = 'call' and subject_id in (select id from tracing_calltask where contact_id = %(contact)s)
order by at, id

-- name: territories
-- Where the people of some cases live.
select c.id, p.territory from tracing_case c join tracing_person p on p.id = c.person_id
where c.id = any(%(cases)s::bigint[])

-- name: beside
-- What tells whether two cases are one: who, where, when, and how many they named.
select c.id, c.person_id, int8send(p.id) || p.sealed as sealed, p.territory, c.disease, c.received_at, c.sample_on, c.deadline, c.submitted_at,
  c.delivered_at, c.answered_at, c.reached_at, c.listed_at, c.closed_at, c.outcome, int8send(f.id) || f.sealed as number,
  (select count(*) from tracing_contact t where t.case_id = c.id) as named,
  exists (select 1 from tracing_calltask k where k.case_id = c.id and k.done_at is null) as to_call
from tracing_case c join tracing_person p on p.id = c.person_id left join tracing_phone f on f.id = c.phone_id
where c.id = any(%(cases)s::bigint[])

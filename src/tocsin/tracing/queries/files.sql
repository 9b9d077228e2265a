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
  where f.number_index = %(number)s::bytea
), the_cases as (
  select id from tracing_case where person_id in (select id from who)
  union select c.id from tracing_phone f join tracing_case c on c.phone_id = f.id where f.number_index = %(number)s::bytea
), the_contacts as (
  select id from tracing_contact where person_id in (select id from who)
  union select t.id from tracing_phone f join tracing_contact t on t.phone_id = f.id
  where f.number_index = %(number)s::bytea
)
select 'case' as kind, c.id, c.id as case_id, c.received_at as at, p.sealed as person, null::bytea as contact, p.territory,
  c.submitted_at, c.delivered_at, c.answered_at, c.listed_at, c.closed_at, c.deadline, c.outcome,
  exists (select 1 from tracing_calltask k where k.case_id = c.id and k.done_at is null) as to_call
from tracing_case c join tracing_person p on p.id = c.person_id
where c.id in (select id from the_cases)
  and (%(territories)s::text[] is null or p.territory = '' or p.territory = any(%(territories)s))
union all
select 'contact', t.id, t.case_id, t.named_at, w.sealed, t.sealed, p.territory,
  r.submitted_at, r.delivered_at, r.answered_at, null, t.closed_at, r.deadline, t.outcome,
  exists (select 1 from tracing_calltask k where k.contact_id = r.id and k.done_at is null)
from tracing_contact t join tracing_contact r on r.id = coalesce(t.same_as_id, t.id)
join tracing_case c on c.id = t.case_id join tracing_person p on p.id = c.person_id
left join tracing_person w on w.id = t.person_id
where t.id in (select id from the_contacts)
  and (%(territories)s::text[] is null or p.territory = '' or p.territory = any(%(territories)s))
order by at desc, id desc limit %(limit)s

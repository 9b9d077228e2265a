-- What is noted of a file for epidemiology, and what a death stops. Of case and contact the other is null.

-- name: detail_row
-- The row of a file, made where it has none: what is sealed in it is bound to its number and its day.
with made as (
  insert into tracing_epidetail (case_id, contact_id, collected_on)
  select %(case)s, %(contact)s, %(today)s
  where not exists (
    select from tracing_epidetail where case_id = %(case)s::bigint or contact_id = %(contact)s::bigint)
  on conflict do nothing
  returning id, collected_on)
select id, collected_on from made
union all
select id, collected_on from tracing_epidetail where case_id = %(case)s::bigint or contact_id = %(contact)s::bigint
limit 1

-- name: note
-- The columns that are given; the others stay as they are.
update tracing_epidetail e set
  exposure_setting = n.exposure_setting, vulnerable = n.vulnerable, care_worker = n.care_worker,
  hospitalised = n.hospitalised, hospital_on = n.hospital_on, hospital_left_on = n.hospital_left_on, died_on = n.died_on,
  email = case when %(email_given)s then %(email)s else e.email end
from tracing_epidetail old cross join lateral jsonb_populate_record(old, %(values)s::jsonb) n
where old.id = %(id)s and e.id = old.id

-- name: detail
select exposure_setting, vulnerable, care_worker, hospitalised, hospital_on, hospital_left_on, died_on,
  int8send(id) || email as email, death_noted_at, death_noted_by
from tracing_epidetail where case_id = %(case)s or contact_id = %(contact)s

-- name: follow_up_day
-- One outcome a day: a try without an answer takes nothing away from what was noted on the same day.
insert into tracing_followupday (case_id, contact_id, day, outcome, noted_at, noted_by)
values (%(case)s, %(contact)s, %(day)s, %(outcome)s, %(now)s, %(by)s)
on conflict (case_id, contact_id, day) do update set outcome = excluded.outcome, noted_at = excluded.noted_at,
  noted_by = excluded.noted_by
where %(outcome)s <> 'not_reached' or tracing_followupday.outcome in ('not_reached', 'lost')

-- name: follow_up_days
-- Day by day: what an agent noted, else that the person wrote.
select day, outcome, noted_by from tracing_followupday where case_id = %(case)s or contact_id = %(contact)s
union all
select wrote.day, 'reached', 'person' from (
  select distinct (h.at at time zone f.zone)::date as day from tracing_heard h join tracing_phone f on f.id = h.phone_id
  where h.case_id = %(case)s or h.contact_id = %(contact)s) as wrote
where not exists (
  select from tracing_followupday d
  where d.day = wrote.day and (d.case_id = %(case)s or d.contact_id = %(contact)s))
order by day

-- name: follow_up_undone
-- What a call that is taken back had noted of its day.
delete from tracing_followupday
where (case_id = %(case)s or contact_id = %(contact)s) and noted_at = %(at)s and noted_by = %(by)s

-- name: hospital_undone
update tracing_epidetail set hospitalised = null
where hospital_on is null and (case_id = %(case)s or contact_id = %(contact)s)

-- name: person
-- Whose file it is; null for a contact of whom no person is known.
select person_id from tracing_case where id = %(case)s and erased_at is null
union all select person_id from tracing_contact where id = %(contact)s and erased_at is null

-- name: files
-- The files of a person; of an unknown one the file itself.
select 'case' as subject, id, phone_id, closed_at from tracing_case
where erased_at is null and (person_id = %(person)s::bigint or id = %(case)s::bigint)
union all
select 'contact', id, phone_id, closed_at from tracing_contact
where erased_at is null and (person_id = %(person)s::bigint or id = %(contact)s::bigint)
order by 1, 2

-- name: household
-- Who lives with these cases, or is written to on one of these phones, and is still to be reached or followed: but
-- the person's own files.
select 'contact' as subject, t.id, t.phone_id from tracing_contact t
where (t.case_id = any(%(cases)s::bigint[]) and t.household or t.phone_id = any(%(phones)s::bigint[]))
  and t.closed_at is null and t.became_case_id is null and t.same_as_id is null and t.id <> all(%(contacts)s::bigint[])
union all
select 'case', c.id, c.phone_id from tracing_case c
where c.phone_id = any(%(phones)s::bigint[]) and c.closed_at is null and c.id <> all(%(cases)s::bigint[])
order by 1, 2

-- name: hold_engines
-- Engines of these phones wait: none writes a conversation back that ends meanwhile, nor a message.
select shard from tracing_shardlease
where shard in (select shard from tracing_phone where id = any(%(phones)s::bigint[])) order by shard for update

-- name: of_task
select case when contact_id is null then 'case' else 'contact' end as subject, coalesce(contact_id, case_id) as id
from tracing_calltask where id = %(task)s

-- name: threads
select id, shard, int8send(id) || thread, collected_on from tracing_phone
where id = any(%(phones)s::bigint[]) and thread is not null order by id for update

-- name: withdraw
-- What waits to leave for these files does not; what a gateway has in its hand is not put back either.
with gone as (
  delete from tracing_outbox o using tracing_message m
  where m.id = o.message_id and m.phone_id = any(%(phones)s::bigint[])
    and (m.case_id = any(%(cases)s::bigint[]) or m.contact_id = any(%(contacts)s::bigint[]))
  returning o.message_id)
update tracing_message m set failed_at = %(now)s, failure = 'withdrawn'
from gone where m.id = gone.message_id and m.delivered_at is null and m.failed_at is null

-- name: close
with cases as (
  update tracing_case set closed_at = %(now)s, outcome = 'dead'
  where id = any(%(cases)s::bigint[]) and closed_at is null returning id
), contacts as (
  update tracing_contact set closed_at = %(now)s, outcome = 'dead'
  where id = any(%(contacts)s::bigint[]) and closed_at is null returning id)
select 'case' as subject, id from cases union all select 'contact', id from contacts

-- name: end_calls
-- Nobody rings the person themselves any more; task: the call in which it was said, which ends by itself.
update tracing_calltask set done_at = %(now)s, outcome = 'void', leased_by = null, leased_until = null
where done_at is null and id is distinct from %(task)s::bigint
  and (case_id = any(%(cases)s::bigint[]) and contact_id is null or contact_id = any(%(contacts)s::bigint[]))

-- name: ring_household
insert into tracing_calltask (case_id, contact_id, phone_id, territory, reason, urgent, created_at, not_before, deadline,
  attempts, outcome)
select u.case_id, u.contact_id, coalesce(t.phone_id, c.phone_id), coalesce(p.territory, ''), %(reason)s, false, %(now)s,
  %(not_before)s, greatest(coalesce(t.deadline, c.deadline), %(now)s::timestamptz + interval '24 hours'), 0, ''
from unnest(%(cases)s::bigint[], %(contacts)s::bigint[]) as u (case_id, contact_id)
left join tracing_contact t on t.id = u.contact_id
join tracing_case c on c.id = coalesce(u.case_id, t.case_id) join tracing_person p on p.id = c.person_id
on conflict (case_id, contact_id) where done_at is null do update set reason = excluded.reason
where not tracing_calltask.urgent

-- name: death
update tracing_epidetail set death_noted_at = %(now)s, death_noted_by = %(by)s where id = %(id)s and death_noted_at is null

-- name: person_died
update tracing_person set died = %(died)s where id = %(person)s

-- name: deaths
-- The deaths noted in the files of the person of a file, the earliest first.
with whose as (
  select person_id from tracing_case where id = %(case)s union all select person_id from tracing_contact where id = %(contact)s)
select e.case_id, e.contact_id, e.death_noted_at, e.death_noted_by, e.died_on from tracing_epidetail e
where e.death_noted_at is not null and (e.case_id = %(case)s or e.contact_id = %(contact)s
  or e.case_id in (select id from tracing_case where person_id in (select person_id from whose))
  or e.contact_id in (select id from tracing_contact where person_id in (select person_id from whose)))
order by e.death_noted_at

-- name: death_undone
update tracing_epidetail set died_on = null, death_noted_at = null, death_noted_by = ''
where death_noted_at is not null
  and (case_id = any(%(cases)s::bigint[]) or contact_id = any(%(contacts)s::bigint[]))

-- name: reopen
with cases as (
  update tracing_case set closed_at = null, outcome = ''
  where id = any(%(cases)s::bigint[]) and outcome = 'dead' returning id, phone_id
), contacts as (
  update tracing_contact set closed_at = null, outcome = ''
  where id = any(%(contacts)s::bigint[]) and outcome = 'dead' returning id, phone_id)
select 'case' as subject, id, phone_id from cases union all select 'contact', id, phone_id from contacts

-- name: end_household_calls
update tracing_calltask set done_at = %(now)s, outcome = 'void', leased_by = null, leased_until = null
where done_at is null and reason = %(reason)s and created_at = any(%(since)s::timestamptz[])

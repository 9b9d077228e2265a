-- What the show of the synthetic town looks at: counts, and the last SMS. Nothing here is on a hot path.

-- name: counts
-- One row. now: the moment; soon: an interval, a deadline that near is at risk.
select
    files.*,
    cases.*, contacts.*, messages.*, ringing.*,
    (select count(*) from tracing_heard) as replies,
    (select count(*) from tracing_outbox) as waiting
from
    (select
        coalesce(sum((counts ->> 'received')::int), 0) as received,
        coalesce(sum((counts ->> 'opened')::int), 0) as opened,
        coalesce(sum((counts ->> 'known')::int), 0) as known,
        coalesce(sum((counts ->> 'negative')::int), 0) as negative,
        coalesce(
            sum(coalesce((counts ->> 'corrected')::int, 0) + coalesce((counts ->> 'void')::int, 0)), 0
        ) as corrected,
        coalesce(sum((counts ->> 'ignored')::int), 0) as ignored,
        coalesce(sum((counts ->> 'quarantined')::int), 0) as quarantined
    from tracing_intakefile) as files,
    (select
        count(*) as cases,
        count(submitted_at) as written,
        count(delivered_at) as delivered,
        count(answered_at) as answered,
        count(reached_at) as reached,
        count(*) filter (where reached_at <= deadline) as kept,
        count(*) filter (where reached_at > deadline or reached_at is null and deadline < %(now)s) as missed,
        count(*) filter (
            where reached_at is null and deadline >= %(now)s and deadline < %(now)s + %(soon)s
        ) as at_risk
    from tracing_case where outcome <> 'void') as cases,
    (select
        count(*) as contacts,
        count(submitted_at) as contacts_written,
        count(answered_at) as contacts_answered,
        count(reached_at) as contacts_reached,
        count(became_case_id) as became_cases
    from tracing_contact) as contacts,
    (select
        count(submitted_at) as sms,
        count(delivered_at) as sms_delivered,
        count(failed_at) as sms_failed
    from tracing_message) as messages,
    (select
        count(*) filter (where done_at is null) as calls,
        count(*) filter (where done_at is null and leased_until > %(now)s) as calls_held,
        (select count(*) from tracing_attempt) as calls_made,
        (select count(*) from tracing_attempt where outcome = 'reached') as calls_reached
    from tracing_calltask) as ringing

-- name: last
-- The last SMS both ways. now: the moment; many: how many.
select at, ours, int8send(phone.id) || phone.sealed as number, said.sealed as text, who
from (
    (select issued_at as at, true as ours, phone_id, int8send(id) || int8send(phone_id) || sealed as sealed, 'message.sealed' as who
     from tracing_message where issued_at <= %(now)s order by id desc limit %(many)s)
    union all
    (select at, false, phone_id, int8send(id) || int8send(phone_id) || sealed, 'heard.sealed'
     from tracing_heard where at <= %(now)s order by id desc limit %(many)s)
) as said
join tracing_phone as phone on phone.id = said.phone_id
where said.sealed is not null and phone.sealed is not null
order by at desc
limit %(many)s

-- name: shift
-- Agents on shift, for the forecast. starts, ends: moments; agents: how many; rate: calls an hour of one.
insert into tracing_shift (territory, starts_at, ends_at, agents, calls_an_hour)
values ('', %(starts)s, %(ends)s, %(agents)s, %(rate)s)

-- name: phone
-- The telephone of a number. indexes: the blind indexes of the number.
select id from tracing_phone where number_index = any(%(indexes)s::bytea[])

-- name: files_of_phone
-- The cases and contacts who are reached on a telephone, the first first.
select 'case' as kind, c.id, c.id as case_id, c.deadline, c.submitted_at, c.delivered_at, c.answered_at,
  c.reached_at, c.listed_at, c.closed_at, c.outcome, c.resulted_at as since, int8send(p.id) || p.sealed as person, null::bytea as contact,
  exists (select 1 from tracing_calltask k where k.case_id = c.id and k.done_at is null) as to_call
from tracing_case c join tracing_person p on p.id = c.person_id where c.phone_id = %(phone)s
union all
select 'contact', ct.id, ct.case_id, ct.deadline, ct.submitted_at, ct.delivered_at, ct.answered_at,
  ct.reached_at, null, ct.closed_at, ct.outcome, ct.named_at, null, int8send(ct.id) || ct.sealed as sealed,
  exists (select 1 from tracing_calltask k where k.contact_id = ct.id and k.done_at is null)
from tracing_contact ct where ct.phone_id = %(phone)s
order by since, kind, id

-- name: changes_of_file
-- What changed in a file, its calls included; that it was read is left out. kind: case or contact.
select at, what, before, after, why, by from tracing_change
where (subject = %(kind)s and subject_id = %(id)s
    or subject = 'call' and subject_id in (
      select id from tracing_calltask
      where case when %(kind)s = 'case' then case_id else contact_id end = %(id)s))
  and what not in ('read', 'number_shown')
order by at, id

-- name: named_by
-- Whom a case named, in order.
select ct.id, ct.deadline, ct.submitted_at, ct.delivered_at, ct.answered_at, ct.reached_at, ct.closed_at, ct.outcome,
  int8send(ct.id) || ct.sealed as sealed, ct.became_case_id, int8send(f.id) || f.sealed as number,
  exists (select 1 from tracing_calltask k where k.contact_id = ct.id and k.done_at is null) as to_call
from tracing_contact ct left join tracing_phone f on f.id = ct.phone_id
where ct.case_id = %(case)s order by ct.id

-- name: sent_to_phone
-- Our SMS to a telephone, in order.
select code, issued_at, submitted_at, delivered_at, failed_at, uncertain_at,
  int8send(id) || int8send(phone_id) || sealed as sealed
from tracing_message
where phone_id = %(phone)s order by id

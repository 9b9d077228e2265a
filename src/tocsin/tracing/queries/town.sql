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
        coalesce(sum((counts ->> 'quarantined')::int), 0) as quarantined
    from tracing_intakefile) as files,
    (select
        count(*) as cases,
        count(submitted_at) as written,
        count(delivered_at) as delivered,
        count(answered_at) as answered,
        count(*) filter (where answered_at <= deadline) as kept,
        count(*) filter (where answered_at > deadline or answered_at is null and deadline < %(now)s) as missed,
        count(*) filter (
            where answered_at is null and deadline >= %(now)s and deadline < %(now)s + %(soon)s
        ) as at_risk
    from tracing_case where outcome <> 'void') as cases,
    (select
        count(*) as contacts,
        count(submitted_at) as contacts_written,
        count(answered_at) as contacts_answered,
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
select at, ours, phone.sealed as number, said.sealed as text, who
from (
    (select issued_at as at, true as ours, phone_id, sealed, 'message.sealed' as who
     from tracing_message where issued_at <= %(now)s order by id desc limit %(many)s)
    union all
    (select at, false, phone_id, sealed, 'heard.sealed'
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

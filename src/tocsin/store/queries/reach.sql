-- Every figure of `tocsin status`. All take:
--   now        the moment of the look: what happens later has not happened
--   since      first moment of results received that count; null: from the beginning
--   until      first moment that counts no more; null: up to now
--   territory  code of a département; null: all
-- A withdrawn result (outcome void) counts nowhere. docs/reference/metrics.md has the formulas.

-- name: reach_cases
-- Cases by level and state, in all and by each of four groupings. soon: what is at risk is due within it.
with person as (
    select p.territory, p.age_band, p.lang, coalesce(ph.kind, 'none') as phone, c.deadline,
           least(c.submitted_at, c.delivered_at, c.answered_at) as submitted,
           least(c.delivered_at, c.answered_at) as delivered,
           c.answered_at as answered,
           c.reached_at as reached
    from tracing_case c
    join tracing_person p on p.id = c.person_id
    left join tracing_phone ph on ph.id = c.phone_id
    where c.received_at <= %(now)s::timestamptz
      and (%(since)s::timestamptz is null or c.received_at >= %(since)s::timestamptz)
      and (%(until)s::timestamptz is null or c.received_at < %(until)s::timestamptz)
      and (%(territory)s::text is null or p.territory = %(territory)s::text)
      and c.outcome <> 'void'
), cube as (
    select territory, age_band, lang, phone,
           case when deadline <= %(now)s::timestamptz then 'due'
                when deadline <= %(now)s::timestamptz + %(soon)s::interval then 'soon' else 'later' end as term,
           case when submitted <= least(deadline, %(now)s::timestamptz) then 'kept'
                when submitted <= %(now)s::timestamptz then 'late' else 'not' end as submitted,
           case when delivered <= least(deadline, %(now)s::timestamptz) then 'kept'
                when delivered <= %(now)s::timestamptz then 'late' else 'not' end as delivered,
           case when answered <= least(deadline, %(now)s::timestamptz) then 'kept'
                when answered <= %(now)s::timestamptz then 'late' else 'not' end as answered,
           case when reached <= least(deadline, %(now)s::timestamptz) then 'kept'
                when reached <= %(now)s::timestamptz then 'late' else 'not' end as reached,
           count(*) as n
    from person
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9
)
select level,
       case grouping(territory, age_band, phone, lang)
           when 7 then 'territory' when 11 then 'age_band' when 13 then 'phone' when 14 then 'lang' else ''
       end as grouped,
       coalesce(territory, age_band, phone, lang, '') as name,
       coalesce(sum(n), 0)::bigint as people,
       coalesce(sum(n) filter (where state = 'kept'), 0)::bigint as kept,
       coalesce(sum(n) filter (where state = 'late'), 0)::bigint as late,
       coalesce(sum(n) filter (where state = 'not' and term = 'due'), 0)::bigint as never,
       coalesce(sum(n) filter (where state = 'not' and term = 'soon'), 0)::bigint as at_risk,
       coalesce(sum(n) filter (where state = 'not' and term = 'later'), 0)::bigint as open,
       coalesce(sum(n) filter (where term = 'due'), 0)::bigint as due,
       coalesce(sum(n) filter (where term = 'due' and state = 'kept'), 0)::bigint as due_kept
from cube
cross join lateral (values ('submitted', submitted), ('delivered', delivered), ('answered', answered),
                           ('reached', reached)) as l (level, state)
group by grouping sets ((level), (level, territory), (level, age_band), (level, phone), (level, lang))

-- name: reach_contacts
-- The same of contacts who have a conversation of their own and were no case when they were named.
with person as (
    select coalesce(nullif(p.territory, ''), cp.territory) as territory, coalesce(p.age_band, '') as age_band,
           coalesce(p.lang, 'fr') as lang, coalesce(ph.kind, 'none') as phone, ct.deadline,
           least(ct.submitted_at, ct.delivered_at, ct.answered_at) as submitted,
           least(ct.delivered_at, ct.answered_at) as delivered,
           ct.answered_at as answered,
           ct.reached_at as reached
    from tracing_case c
    join tracing_person cp on cp.id = c.person_id
    join tracing_contact ct on ct.case_id = c.id
    left join tracing_person p on p.id = ct.person_id
    left join tracing_phone ph on ph.id = ct.phone_id
    where c.received_at <= %(now)s::timestamptz
      and (%(since)s::timestamptz is null or c.received_at >= %(since)s::timestamptz)
      and (%(until)s::timestamptz is null or c.received_at < %(until)s::timestamptz)
      and (%(territory)s::text is null or cp.territory = %(territory)s::text)
      and c.outcome <> 'void'
      and ct.named_at <= %(now)s::timestamptz and ct.same_as_id is null and ct.outcome <> 'void'
      and (ct.became_case_id is null or exists (
          select from tracing_case own where own.id = ct.became_case_id and own.received_at > ct.named_at))
), cube as (
    select territory, age_band, lang, phone,
           case when deadline <= %(now)s::timestamptz then 'due'
                when deadline <= %(now)s::timestamptz + %(soon)s::interval then 'soon' else 'later' end as term,
           case when submitted <= least(deadline, %(now)s::timestamptz) then 'kept'
                when submitted <= %(now)s::timestamptz then 'late' else 'not' end as submitted,
           case when delivered <= least(deadline, %(now)s::timestamptz) then 'kept'
                when delivered <= %(now)s::timestamptz then 'late' else 'not' end as delivered,
           case when answered <= least(deadline, %(now)s::timestamptz) then 'kept'
                when answered <= %(now)s::timestamptz then 'late' else 'not' end as answered,
           case when reached <= least(deadline, %(now)s::timestamptz) then 'kept'
                when reached <= %(now)s::timestamptz then 'late' else 'not' end as reached,
           count(*) as n
    from person
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9
)
select level,
       case grouping(territory, age_band, phone, lang)
           when 7 then 'territory' when 11 then 'age_band' when 13 then 'phone' when 14 then 'lang' else ''
       end as grouped,
       coalesce(territory, age_band, phone, lang, '') as name,
       coalesce(sum(n), 0)::bigint as people,
       coalesce(sum(n) filter (where state = 'kept'), 0)::bigint as kept,
       coalesce(sum(n) filter (where state = 'late'), 0)::bigint as late,
       coalesce(sum(n) filter (where state = 'not' and term = 'due'), 0)::bigint as never,
       coalesce(sum(n) filter (where state = 'not' and term = 'soon'), 0)::bigint as at_risk,
       coalesce(sum(n) filter (where state = 'not' and term = 'later'), 0)::bigint as open,
       coalesce(sum(n) filter (where term = 'due'), 0)::bigint as due,
       coalesce(sum(n) filter (where term = 'due' and state = 'kept'), 0)::bigint as due_kept
from cube
cross join lateral (values ('submitted', submitted), ('delivered', delivered), ('answered', answered),
                           ('reached', reached)) as l (level, state)
group by grouping sets ((level), (level, territory), (level, age_band), (level, phone), (level, lang))

-- name: delays
-- (leg, seconds, how many came to an end, how many still wait). Ends are rounded up, to the second up to ten
-- minutes and then to the minute, so that 24 h stay 24 h; waits are rounded down.
with leg as (
    select l.leg, l.begins, l.ends
    from tracing_case c
    left join tracing_phone ph on ph.id = c.phone_id
    cross join lateral (values
        ('result_received', c.resulted_at, c.received_at),
        ('received_submitted', case when ph.kind = 'mobile' then c.received_at end, c.submitted_at),
        ('submitted_delivered', c.submitted_at, c.delivered_at),
        ('delivered_answered', c.delivered_at, c.answered_at),
        ('result_answered', c.resulted_at, c.answered_at),
        ('result_reached', c.resulted_at, c.reached_at),
        ('answered_listed', c.answered_at, c.listed_at)
    ) as l (leg, begins, ends)
    where c.received_at <= %(now)s::timestamptz
      and (%(since)s::timestamptz is null or c.received_at >= %(since)s::timestamptz)
      and (%(until)s::timestamptz is null or c.received_at < %(until)s::timestamptz)
      and (%(territory)s::text is null or exists (
          select from tracing_person p where p.id = c.person_id and p.territory = %(territory)s::text))
      and c.outcome <> 'void'
), waited as (
    select leg, coalesce(ends <= %(now)s::timestamptz, false) as over,
           greatest(0, date_part('epoch', least(ends, %(now)s::timestamptz) - begins)) as seconds
    from leg
    where begins <= %(now)s::timestamptz
)
select leg,
       case when over and seconds <= 600 then ceil(seconds)
            when over then ceil(seconds / 60) * 60
            when seconds <= 600 then floor(seconds)
            else floor(seconds / 60) * 60 end as seconds,
       count(*) filter (where over) as ends,
       count(*) filter (where not over) as waits
from waited
group by 1, 2

-- name: contact_delays
-- The same of contacts who can get an SMS: from the list closed, or from being named where that came later.
with leg as (
    select 'listed_contact' as leg, greatest(c.listed_at, ct.named_at) as begins, ct.submitted_at as ends
    from tracing_case c
    join tracing_contact ct on ct.case_id = c.id
    join tracing_phone ph on ph.id = ct.phone_id
    where c.received_at <= %(now)s::timestamptz
      and (%(since)s::timestamptz is null or c.received_at >= %(since)s::timestamptz)
      and (%(until)s::timestamptz is null or c.received_at < %(until)s::timestamptz)
      and (%(territory)s::text is null or exists (
          select from tracing_person p where p.id = c.person_id and p.territory = %(territory)s::text))
      and c.outcome <> 'void' and c.listed_at is not null
      and ct.named_at <= %(now)s::timestamptz and ct.same_as_id is null and ct.outcome <> 'void'
      and ph.kind = 'mobile'
      and (ct.became_case_id is null or exists (
          select from tracing_case own where own.id = ct.became_case_id and own.received_at > ct.named_at))
), waited as (
    select leg, coalesce(ends <= %(now)s::timestamptz, false) as over,
           greatest(0, date_part('epoch', least(ends, %(now)s::timestamptz) - begins)) as seconds
    from leg
    where begins <= %(now)s::timestamptz
)
select leg,
       case when over and seconds <= 600 then ceil(seconds)
            when over then ceil(seconds / 60) * 60
            when seconds <= 600 then floor(seconds)
            else floor(seconds / 60) * 60 end as seconds,
       count(*) filter (where over) as ends,
       count(*) filter (where not over) as waits
from waited
group by 1, 2

-- name: named
-- (contacts that a case named, how many cases) of the cases whose list was closed; co-exposed people apart.
select named, count(*), sum(together)::bigint
from (
    select c.id,
           count(ct.id) filter (where ct.how <> 'event') as named,
           count(ct.id) filter (where ct.how = 'event') as together
    from tracing_case c
    left join tracing_contact ct on ct.case_id = c.id and ct.named_at <= %(now)s::timestamptz and ct.outcome <> 'void'
    where c.received_at <= %(now)s::timestamptz
      and (%(since)s::timestamptz is null or c.received_at >= %(since)s::timestamptz)
      and (%(until)s::timestamptz is null or c.received_at < %(until)s::timestamptz)
      and (%(territory)s::text is null or exists (
          select from tracing_person p where p.id = c.person_id and p.territory = %(territory)s::text))
      and c.outcome <> 'void' and c.listed_at <= %(now)s::timestamptz
    group by c.id
) as each_case
group by named

-- name: received
-- Positives received, withdrawn ones, those whose list was closed, and those who were known as a contact before.
select count(*) filter (where c.outcome <> 'void'),
       count(*) filter (where c.outcome = 'void'),
       count(*) filter (where c.outcome <> 'void' and c.listed_at <= %(now)s::timestamptz),
       count(*) filter (where c.outcome <> 'void' and known.first < c.resulted_at)
from tracing_case c
left join (
    select became_case_id, min(named_at) as first
    from tracing_contact
    where became_case_id is not null and outcome <> 'void'
    group by became_case_id
) as known on known.became_case_id = c.id
where c.received_at <= %(now)s::timestamptz
  and (%(since)s::timestamptz is null or c.received_at >= %(since)s::timestamptz)
  and (%(until)s::timestamptz is null or c.received_at < %(until)s::timestamptz)
  and (%(territory)s::text is null or exists (
          select from tracing_person p where p.id = c.person_id and p.territory = %(territory)s::text))

-- name: contacts
-- People named (each once, and no case by then): all, those notified within 48 h of the case's result, tested,
-- those who became a case within 14 days of the contact; the latter also of those named 14 days ago or longer.
with person as (
    select ct.named_at, ct.tested_on,
           least(ct.submitted_at, ct.delivered_at, ct.answered_at) <= least(c.resulted_at + interval '48 hours', %(now)s::timestamptz) as notified,
           own.outcome <> 'void' and own.received_at <= %(now)s::timestamptz
               and own.resulted_at < (coalesce(ct.last_contact, (ct.named_at at time zone 'Europe/Paris')::date) + 15)
                   ::timestamp at time zone 'Europe/Paris' as became
    from tracing_case c
    join tracing_contact ct on ct.case_id = c.id
    left join tracing_case own on own.id = ct.became_case_id
    where c.received_at <= %(now)s::timestamptz
      and (%(since)s::timestamptz is null or c.received_at >= %(since)s::timestamptz)
      and (%(until)s::timestamptz is null or c.received_at < %(until)s::timestamptz)
      and (%(territory)s::text is null or exists (
          select from tracing_person p where p.id = c.person_id and p.territory = %(territory)s::text))
      and c.outcome <> 'void'
      and ct.named_at <= %(now)s::timestamptz and ct.same_as_id is null and ct.outcome <> 'void'
      and (own.id is null or own.received_at > ct.named_at)
)
select count(*),
       count(*) filter (where notified),
       count(*) filter (where tested_on <= (%(now)s::timestamptz at time zone 'Europe/Paris')::date),
       count(*) filter (where became),
       count(*) filter (where named_at <= %(now)s::timestamptz - interval '14 days'),
       count(*) filter (where became and named_at <= %(now)s::timestamptz - interval '14 days')
from person

-- name: steps
-- What was asked and answered at each step of each flow, by the hour of the question.
select flow, version, state, sum(asked)::bigint, sum(answered)::bigint, sum(again)::bigint,
       sum(silent)::bigint, sum(human)::bigint
from tracing_stepcount
where hour <= %(now)s::timestamptz
  and (%(since)s::timestamptz is null or hour >= date_trunc('hour', %(since)s::timestamptz))
  and (%(until)s::timestamptz is null or hour < %(until)s::timestamptz)
group by flow, version, state
order by flow, version, sum(asked) desc, state

-- name: sms
-- Messages issued, by failure.
select case when m.failed_at <= %(now)s::timestamptz then m.failure else '' end as failure,
       count(*), sum(m.parts)::bigint,
       count(*) filter (where m.submitted_at <= %(now)s::timestamptz),
       count(*) filter (where m.delivered_at <= %(now)s::timestamptz),
       count(*) filter (where m.failed_at <= %(now)s::timestamptz),
       count(*) filter (where m.uncertain_at <= %(now)s::timestamptz),
       sum(m.resent)::bigint
from tracing_message m
where m.issued_at <= %(now)s::timestamptz
  and (%(since)s::timestamptz is null or m.issued_at >= %(since)s::timestamptz)
  and (%(until)s::timestamptz is null or m.issued_at < %(until)s::timestamptz)
  and (%(territory)s::text is null or exists (
      select from tracing_case c
      join tracing_person p on p.id = c.person_id
      where c.id = coalesce(m.case_id, (select ct.case_id from tracing_contact ct where ct.id = m.contact_id))
        and p.territory = %(territory)s::text))
group by 1

-- name: call_tasks
-- Open tasks at now by reason, whenever they were made; those done within the period by outcome.
select 'open' as what, reason as name, count(*),
       count(*) filter (where leased_until > %(now)s::timestamptz),
       count(*) filter (where not_before > %(now)s::timestamptz),
       count(*) filter (where deadline <= %(now)s::timestamptz),
       count(*) filter (where urgent), count(*) filter (where set_aside_at is not null)
from tracing_calltask
where created_at <= %(now)s::timestamptz
  and (done_at is null or done_at > %(now)s::timestamptz)
  and (%(territory)s::text is null or territory = %(territory)s::text)
group by reason
union all
select 'done', outcome, count(*), 0, 0, count(*) filter (where done_at > deadline), 0, 0
from tracing_calltask
where done_at <= %(now)s::timestamptz
  and (%(since)s::timestamptz is null or done_at >= %(since)s::timestamptz)
  and (%(until)s::timestamptz is null or done_at < %(until)s::timestamptz)
  and (%(territory)s::text is null or territory = %(territory)s::text)
group by outcome

-- name: attempts
-- Calls made within the period, by outcome, but those that were taken back; and in the hour before now.
select a.outcome, count(*), count(*) filter (where a.at > %(now)s::timestamptz - interval '1 hour'),
       coalesce(sum(a.seconds), 0)::bigint
from tracing_attempt a
join tracing_calltask t on t.id = a.task_id
where a.at <= %(now)s::timestamptz and a.undone_at is null
  and (%(since)s::timestamptz is null or a.at >= %(since)s::timestamptz)
  and (%(until)s::timestamptz is null or a.at < %(until)s::timestamptz)
  and (%(territory)s::text is null or t.territory = %(territory)s::text)
group by a.outcome

-- name: shifts
-- Agents on shift at now, and the calls that they make in an hour.
select coalesce(sum(agents), 0)::bigint, coalesce(sum(agents * calls_an_hour), 0)::float8
from tracing_shift
where starts_at <= %(now)s::timestamptz and ends_at > %(now)s::timestamptz
  and (%(territory)s::text is null or territory in ('', %(territory)s::text))

-- name: outbox
-- What waits for a gateway, by lane.
select lane, count(*), count(*) filter (where leased_until > %(now)s::timestamptz),
       count(*) filter (where not_before > %(now)s::timestamptz),
       count(*) filter (where deadline <= %(now)s::timestamptz), min(deadline)
from tracing_outbox
group by lane
order by lane

-- name: queues
-- Events that wait for an engine and the oldest of them, timers that are due, results that wait for a repair.
select (select count(*) from tracing_inbox), (select min(at) from tracing_inbox),
       (select count(*) from tracing_timer where due <= %(now)s::timestamptz),
       (select count(*) from tracing_quarantine where done_at is null)

-- name: workers
-- Processes at work.
select name, kind, started_at, seen_at, counts from tracing_worker order by kind, name

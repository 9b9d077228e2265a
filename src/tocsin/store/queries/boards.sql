-- What the boards show, counted by disease and département ('' where not known). Parameters:
--   now                    the moment of the look: what happens later has not happened
--   clock                  first moment of the 48 hours of the clock
--   week_from, week_to     seven whole days in Paris whose deadlines have all passed
--   grown_from, grown_to   fourteen whole days, the last of which ended fourteen days ago
--   month, month_to        the 28 days (and today) of chains, clusters and pairs: from the first moment, until before the last
--   days                   first moment of the days of cases
--   today                  first moment of this day
-- A withdrawn result (outcome void) counts nowhere. docs/reference/boards.md has the formulas.

-- name: clock
-- (disease, territory, block, cell, people): how far those of the last 48 hours are: *kept* are those
-- who were reached in time.
with person as (
    select 'clock' as block, c.disease, p.territory, c.deadline, c.reached_at
    from tracing_case c
    join tracing_person p on p.id = c.person_id
    where c.received_at > %(clock)s::timestamptz and c.received_at <= %(now)s::timestamptz and c.outcome <> 'void'
    union all
    select 'contact_clock', c.disease, coalesce(nullif(p.territory, ''), cp.territory), ct.deadline, ct.reached_at
    from tracing_contact ct
    join tracing_case c on c.id = ct.case_id
    join tracing_person cp on cp.id = c.person_id
    left join tracing_person p on p.id = ct.person_id
    left join tracing_case own on own.id = ct.became_case_id
    where ct.named_at > %(clock)s::timestamptz and ct.named_at <= %(now)s::timestamptz
      and ct.same_as_id is null and ct.outcome <> 'void' and c.outcome <> 'void'
      and (own.id is null or own.received_at > ct.named_at)
)
select disease, territory, block,
       case when reached_at <= least(deadline, %(now)s::timestamptz) then 'kept'
            when reached_at <= %(now)s::timestamptz then 'late'
            when deadline <= %(now)s::timestamptz then 'never'
            when deadline <= %(now)s::timestamptz + %(soon)s::interval then 'at_risk'
            else 'open' end as cell,
       count(*)
from person
group by 1, 2, 3, 4

-- name: week
-- The same of the cases of the week: by how far they were reached in 24 h; by age and whether; by whether they
-- had been named before their result.
with known as materialized (
    select ct.became_case_id as id, min(ct.named_at) as first
    from tracing_contact ct
    join tracing_case c on c.id = ct.became_case_id
    where c.received_at >= %(week_from)s::timestamptz and c.received_at < %(week_to)s::timestamptz
      and ct.outcome <> 'void'
    group by 1
), person as (
    select c.disease, p.territory, coalesce(nullif(p.age_band, ''), 'unknown') as age,
           case when c.reached_at <= c.deadline then 'reached'
                when c.answered_at <= c.deadline then 'answered'
                when c.delivered_at <= c.deadline then 'delivered'
                when c.submitted_at <= c.deadline then 'submitted'
                else 'none' end as reach,
           case when known.first < c.resulted_at then 'before' else 'not' end as known
    from tracing_case c
    join tracing_person p on p.id = c.person_id
    left join known on known.id = c.id
    where c.received_at >= %(week_from)s::timestamptz and c.received_at < %(week_to)s::timestamptz and c.outcome <> 'void'
), cube as (
    select disease, territory, age, reach, known, count(*) as n from person group by 1, 2, 3, 4, 5
)
select disease, territory, block, cell, sum(n)::bigint
from cube
cross join lateral (values
    ('reach', reach),
    ('age', age || case reach when 'reached' then ' kept' else ' missed' end),
    ('known', known)
) as l (block, cell)
group by 1, 2, 3, 4

-- name: contacts
-- The same of contacts, each once and no case when named: those named in the week by how far they were reached
-- in 24 h; those named in the two weeks whose fourteen days are over by whether they became a case, by where they
-- were exposed and whether, and each case that named people of its household by whether one of them became a case.
with person as (
    select c.disease, coalesce(nullif(p.territory, ''), cp.territory) as territory, cp.territory as of_case, ct.named_at,
           ct.case_id,
           coalesce(nullif(d.exposure_setting, ''),
                    case when ct.household then 'household' when ct.gathering_id is not null then 'event' else 'unknown' end
           ) as setting,
           case when ct.reached_at <= ct.deadline then 'reached'
                when ct.answered_at <= ct.deadline then 'answered'
                when ct.delivered_at <= ct.deadline then 'delivered'
                when ct.submitted_at <= ct.deadline then 'submitted'
                else 'none' end as reach,
           coalesce(own.outcome <> 'void' and own.received_at <= %(now)s::timestamptz
               and own.resulted_at < (coalesce(ct.last_contact, (ct.named_at at time zone 'Europe/Paris')::date) + 15)
                   ::timestamp at time zone 'Europe/Paris', false) as became
    from tracing_contact ct
    join tracing_case c on c.id = ct.case_id
    join tracing_person cp on cp.id = c.person_id
    left join tracing_person p on p.id = ct.person_id
    left join tracing_case own on own.id = ct.became_case_id
    left join tracing_epidetail d on d.contact_id = ct.id
    where (ct.named_at >= %(week_from)s::timestamptz and ct.named_at < %(week_to)s::timestamptz
           or ct.named_at >= %(grown_from)s::timestamptz and ct.named_at < %(grown_to)s::timestamptz)
      and ct.same_as_id is null and ct.outcome <> 'void' and c.outcome <> 'void'
      and (own.id is null or own.received_at > ct.named_at)
), grown as (
    select disease, territory, setting, case when became then 'became' else 'not' end as became, count(*) as n
    from person where named_at < %(grown_to)s::timestamptz
    group by 1, 2, 3, 4
)
select disease, territory, 'contact_reach', reach, count(*)
from person where named_at >= %(week_from)s::timestamptz
group by 1, 2, 3, 4
union all
select disease, territory, 'attack', became, sum(n)::bigint
from grown
group by 1, 2, 3, 4
union all
select disease, territory, 'settings', setting || ' ' || became, n
from grown
union all
select disease, of_case, 'households', case when hit then 'hit' else 'spared' end, count(*)
from (
    select disease, of_case, case_id, bool_or(became) as hit
    from person where named_at < %(grown_to)s::timestamptz and setting = 'household'
    group by 1, 2, 3
) as household
group by 1, 2, 3, 4

-- name: negatives
-- (disease, territory, place, results): negative results by the day of their result, as intake counts them; a place is
-- days after the first day of the days of cases.
select disease, territory, day - (%(days)s::timestamptz at time zone 'Europe/Paris')::date, sum(value)::bigint
from tracing_daycount
where measure = 'negatives' and day >= (%(days)s::timestamptz at time zone 'Europe/Paris')::date
  and day < (%(today)s::timestamptz at time zone 'Europe/Paris')::date
group by 1, 2, 3

-- name: follow
-- (disease, territory, block, cell, people): of each day of the week who was followed up, and what was noted on it. A
-- contact is from the day after they were named until fourteen days after the last contact, or the end of their
-- isolation, each once and until they are a case; a case from the day after its result until the end of its isolation. The rows of a
-- cell are to be added up: *none* are all of the day less those of whom something was noted.
with file as (
    select 'case_follow' as block, c.disease, p.territory, c.id as file,
           (c.received_at at time zone 'Europe/Paris')::date + 1 as begins,
           least(c.isolation_end, (c.closed_at at time zone 'Europe/Paris')::date) as ends
    from tracing_case c
    join tracing_person p on p.id = c.person_id
    where c.received_at >= %(month)s::timestamptz and c.received_at < %(week_to)s::timestamptz and c.outcome <> 'void'
      and c.isolation_end >= (%(week_from)s::timestamptz at time zone 'Europe/Paris')::date
    union all
    select 'contact_follow', c.disease, coalesce(nullif(p.territory, ''), cp.territory), -ct.id,
           (ct.named_at at time zone 'Europe/Paris')::date + 1,
           least(coalesce(ct.isolation_end,
                          coalesce(ct.last_contact, (ct.named_at at time zone 'Europe/Paris')::date) + 14),
                 (ct.closed_at at time zone 'Europe/Paris')::date)
    from tracing_contact ct
    join tracing_case c on c.id = ct.case_id
    join tracing_person cp on cp.id = c.person_id
    left join tracing_person p on p.id = ct.person_id
    left join tracing_case own on own.id = ct.became_case_id
    where ct.named_at >= %(month)s::timestamptz and ct.named_at < %(week_to)s::timestamptz
      and ct.same_as_id is null and ct.outcome <> 'void' and c.outcome <> 'void'
      and (own.id is null or own.received_at > ct.named_at)
), day as (
    select n, (%(week_from)s::timestamptz at time zone 'Europe/Paris')::date + n as day from generate_series(0, 6) as n
), span as (  -- few: files that are followed up on the same days of the week
    select f.disease, f.territory, f.block, greatest(f.begins, w.first) as begins, least(f.ends, w.last) as ends, count(*) as n
    from file f
    join (select min(day) as first, max(day) as last from day) w on f.ends >= w.first and f.begins <= w.last
    group by 1, 2, 3, 4, 5
), noted as (  -- a contact has a number below nought here, so that files of both kinds are told apart by one
    select f.disease, f.territory, f.block, d.n,
           case when u.outcome in ('reached', 'no_symptoms', 'symptoms') then 'seen' else u.outcome end as outcome,
           count(*) as people
    from tracing_followupday u
    join day d on d.day = u.day
    join file f on f.file = coalesce(u.case_id, -u.contact_id) and u.day between f.begins and f.ends
    group by 1, 2, 3, 4, 5
)
select disease, territory, block, n || ' ' || outcome, people from noted
union all
select disease, territory, block, n || ' none', -people from noted
union all
select s.disease, s.territory, s.block, d.n || ' none', sum(s.n)::bigint
from span s
join day d on d.day between s.begins and s.ends
group by 1, 2, 3, 4

-- name: named
-- (disease, territory, contacts named, cases) of the week; -1 where the list was not closed. Co-exposed people apart.
select disease, territory, named, count(*)
from (
    select c.disease, p.territory,
           case when c.listed_at <= %(now)s::timestamptz then (
               select count(*) from tracing_contact ct
               where ct.case_id = c.id and ct.how <> 'event' and ct.outcome <> 'void'
                 and ct.named_at <= %(now)s::timestamptz) else -1 end as named
    from tracing_case c
    join tracing_person p on p.id = c.person_id
    where c.received_at >= %(week_from)s::timestamptz and c.received_at < %(week_to)s::timestamptz and c.outcome <> 'void'
) as each_case
group by 1, 2, 3

-- name: delays
-- (disease, territory, leg, seconds, how many came to an end, how many still wait) of the week. Ends are rounded up
-- and waits down: to the minute up to an hour, to ten minutes up to two days, to the hour then.
with leg as (
    select c.disease, p.territory, l.leg, l.begins, l.ends
    from tracing_case c
    join tracing_person p on p.id = c.person_id
    left join tracing_phone ph on ph.id = c.phone_id
    cross join lateral (values
        ('result_received', c.resulted_at, c.received_at),
        ('received_submitted', case when ph.kind = 'mobile' then c.received_at end, c.submitted_at),
        ('submitted_delivered', c.submitted_at, c.delivered_at),
        ('delivered_answered', c.delivered_at, c.answered_at),
        ('answered_listed', c.answered_at, c.listed_at),
        ('result_answered', c.resulted_at, c.answered_at),
        ('result_reached', c.resulted_at, c.reached_at)
    ) as l (leg, begins, ends)
    where c.received_at >= %(week_from)s::timestamptz and c.received_at < %(week_to)s::timestamptz and c.outcome <> 'void'
    union all
    select c.disease, cp.territory, 'listed_contact', greatest(c.listed_at, ct.named_at), ct.submitted_at
    from tracing_case c
    join tracing_person cp on cp.id = c.person_id
    join tracing_contact ct on ct.case_id = c.id
    join tracing_phone ph on ph.id = ct.phone_id and ph.kind = 'mobile'
    left join tracing_case own on own.id = ct.became_case_id
    where c.received_at >= %(week_from)s::timestamptz and c.received_at < %(week_to)s::timestamptz and c.outcome <> 'void'
      and c.listed_at is not null and ct.named_at <= %(now)s::timestamptz
      and ct.same_as_id is null and ct.outcome <> 'void' and (own.id is null or own.received_at > ct.named_at)
), waited as (
    select disease, territory, leg, coalesce(ends <= %(now)s::timestamptz, false) as over,
           greatest(0, date_part('epoch', least(ends, %(now)s::timestamptz) - begins)) as seconds
    from leg
    where begins <= %(now)s::timestamptz
), stepped as (
    select disease, territory, leg, over, seconds,
           case when seconds <= 3600 then 60 when seconds <= 172800 then 600 else 3600 end as step
    from waited
)
select disease, territory, leg,
       (case when over then ceil(seconds / step) else floor(seconds / step) end * step)::bigint,
       count(*) filter (where over), count(*) filter (where not over)
from stepped
group by 1, 2, 3, 4

-- name: days
-- (disease, territory, date, age band, place, cases): cases by the day in Paris of their *result*, and of its
-- *sample* and of their *onset* where known: a place is days after the first day of the period. Of *sample_lag* and
-- *onset_lag* it is the days from that day to the result. Only cases with a result in the period are counted.
with cube as materialized (
    select c.disease, p.territory, coalesce(nullif(p.age_band, ''), 'unknown') as age, c.sample_on, c.onset_on,
           (c.resulted_at at time zone 'Europe/Paris')::date as result_on, count(*) as n
    from tracing_case c
    join tracing_person p on p.id = c.person_id
    where c.received_at >= %(days)s::timestamptz and c.received_at <= %(now)s::timestamptz and c.outcome <> 'void'
      and c.resulted_at >= %(days)s::timestamptz and c.resulted_at < %(today)s::timestamptz
    group by 1, 2, 3, 4, 5, 6
), period as (select (%(days)s::timestamptz at time zone 'Europe/Paris')::date as first)
select disease, territory, by, case when right(by, 3) = 'lag' then '' else age end, place, sum(n)::bigint
from cube
cross join period
cross join lateral (values
    ('result', result_on - first), ('sample', sample_on - first), ('onset', onset_on - first),
    ('sample_lag', result_on - sample_on), ('onset_lag', result_on - onset_on)
) as l (by, place)
where place >= 0
group by 1, 2, 3, 4, 5

-- name: delay_days
-- (disease, territory, leg, place, hours, how many came to an end, how many still wait): of the cases by the day of their
-- result, of contacts by the day on which they were named, in the month before today; a place is days after its first.
-- Ends are rounded up and waits down: to the hour up to two days, to six hours up to five, to the day then. Of the first
-- two legs days alone are known.
with leg as (
    select c.disease, p.territory, l.leg, (c.resulted_at at time zone 'Europe/Paris')::date as day, l.begins, l.ends
    from tracing_case c
    join tracing_person p on p.id = c.person_id
    left join tracing_phone ph on ph.id = c.phone_id
    cross join lateral (values
        ('onset_sample', c.onset_on::timestamp at time zone 'UTC',
                         case when c.sample_on is not null then greatest(c.sample_on, c.onset_on)::timestamp at time zone 'UTC' end),
        ('sample_result', c.sample_on::timestamp at time zone 'UTC',
                          greatest((c.resulted_at at time zone 'Europe/Paris')::date, c.sample_on)::timestamp at time zone 'UTC'),
        ('result_submitted', case when ph.kind = 'mobile' then c.resulted_at end, c.submitted_at),
        ('submitted_reached', c.submitted_at, c.reached_at),
        ('reached_listed', c.reached_at, c.listed_at)
    ) as l (leg, begins, ends)
    where c.received_at >= %(month)s::timestamptz and c.received_at <= %(now)s::timestamptz and c.outcome <> 'void'
      and c.resulted_at >= %(month)s::timestamptz and c.resulted_at < %(today)s::timestamptz
      and (l.leg <> 'onset_sample' or l.ends is not null)
    union all
    select c.disease, coalesce(nullif(p.territory, ''), cp.territory), 'named_reached',
           (ct.named_at at time zone 'Europe/Paris')::date, ct.named_at, ct.reached_at
    from tracing_contact ct
    join tracing_case c on c.id = ct.case_id
    join tracing_person cp on cp.id = c.person_id
    left join tracing_person p on p.id = ct.person_id
    left join tracing_case own on own.id = ct.became_case_id
    where ct.named_at >= %(month)s::timestamptz and ct.named_at < %(today)s::timestamptz
      and ct.same_as_id is null and ct.outcome <> 'void' and c.outcome <> 'void'
      and (own.id is null or own.received_at > ct.named_at)
), waited as (
    select disease, territory, leg, day, coalesce(ends <= %(now)s::timestamptz, false) as over,
           greatest(0, date_part('epoch', least(ends, %(now)s::timestamptz) - begins)) / 3600 as hours
    from leg
    where begins <= %(now)s::timestamptz
), stepped as (
    select disease, territory, leg, day, over, hours,
           case when hours <= 48 then 1 when hours <= 120 then 6 else 24 end as step
    from waited
)
select disease, territory, leg, day - (%(month)s::timestamptz at time zone 'Europe/Paris')::date,
       (case when over then ceil(hours / step) else floor(hours / step) end * step)::int,
       count(*) filter (where over), count(*) filter (where not over)
from stepped
group by 1, 2, 3, 4, 5

-- name: people
-- (disease, territory, cases received in the month): with the links, how many belong to no chain.
select c.disease, p.territory, count(*)
from tracing_case c
join tracing_person p on p.id = c.person_id
where c.received_at >= %(month)s::timestamptz and c.received_at < %(month_to)s::timestamptz
  and c.received_at <= %(now)s::timestamptz and c.outcome <> 'void'
group by 1, 2

-- name: links
-- (disease, territory of the source, source, case, territory of the case, named by how many, days between their
-- first symptoms): of each case of the month that others of the month had named, the one met last before it. The
-- source's result is the earlier one, so that no chain ends in itself.
select distinct on (own.id)
       own.disease, sp.territory, src.id, own.id, op.territory,
       count(*) over (partition by own.id), own.onset_on - src.onset_on
from tracing_case own
join tracing_contact ct on ct.became_case_id = own.id
join tracing_case src on src.id = ct.case_id
join tracing_person sp on sp.id = src.person_id
join tracing_person op on op.id = own.person_id
where own.received_at >= %(month)s::timestamptz and own.received_at < %(month_to)s::timestamptz
  and own.received_at <= %(now)s::timestamptz and own.outcome <> 'void'
  and src.received_at >= %(month)s::timestamptz and src.received_at < %(month_to)s::timestamptz
  and src.received_at <= %(now)s::timestamptz and src.outcome <> 'void'
  and src.disease = own.disease and ct.outcome <> 'void' and ct.named_at <= %(now)s::timestamptz
  and (src.resulted_at, src.id) < (own.resulted_at, own.id)
order by own.id, ct.last_contact desc nulls last, ct.named_at desc, ct.id

-- name: gatherings
-- (disease, territory, gathering, its words under seal, case, its first symptoms or else its result, cluster): whoever was
-- where others were, among the cases of the month.
select c.disease, g.territory, g.id, int8send(g.id) || g.sealed, c.id,
       coalesce(c.onset_on, (c.resulted_at at time zone 'Europe/Paris')::date), g.cluster_id
from tracing_attendance a
join tracing_gathering g on g.id = a.gathering_id and g.erased_at is null
join tracing_case c on c.id = a.case_id
where c.received_at >= %(month)s::timestamptz and c.received_at < %(month_to)s::timestamptz
  and c.received_at <= %(now)s::timestamptz and c.outcome <> 'void'
order by g.id, c.id

-- name: messages
-- (disease, territory, SMS, parts) issued in the week, with the case that they come from.
select c.disease, p.territory, count(*), sum(m.parts)::bigint
from tracing_message m
left join tracing_contact ct on ct.id = m.contact_id
join tracing_case c on c.id = coalesce(m.case_id, ct.case_id)
join tracing_person p on p.id = c.person_id
where m.issued_at >= %(week_from)s::timestamptz and m.issued_at < %(week_to)s::timestamptz
group by 1, 2

-- name: calls
-- (disease, territory, calls, seconds, calls that reached somebody, calls that the telephone screened) made in the week.
select c.disease, t.territory, count(*), coalesce(sum(a.seconds), 0)::bigint, count(*) filter (where a.outcome = 'reached' and a.undone_at is null),
  count(*) filter (where a.outcome = 'filtered' and a.undone_at is null)
from tracing_attempt a
join tracing_calltask t on t.id = a.task_id
left join tracing_contact ct on ct.id = t.contact_id
join tracing_case c on c.id = coalesce(t.case_id, ct.case_id)
where a.at >= %(week_from)s::timestamptz and a.at < %(week_to)s::timestamptz
group by 1, 2

-- name: steps
-- Questions of the week by flow, version and step; they are counted by no territory.
select flow, version, state, sum(asked)::bigint, sum(answered)::bigint, sum(again)::bigint, sum(silent)::bigint,
       sum(human)::bigint
from tracing_stepcount
where hour >= %(week_from)s::timestamptz and hour < %(week_to)s::timestamptz
group by 1, 2, 3

-- name: keep
-- One document for each disease and territory, over that of the run before.
insert into tracing_board (kind, disease, territory, at, document)
select * from unnest(%(kinds)s::text[], %(diseases)s::text[], %(territories)s::text[], %(ats)s::timestamptz[], %(documents)s::text[])
on conflict (kind, disease, territory) do update set at = excluded.at, document = excluded.document

-- name: drop
-- Documents of territories and diseases of whom nothing is known any more.
delete from tracing_board where kind = %(kind)s and at < %(at)s

-- name: load
select document from tracing_board where kind = %(kind)s and disease = %(disease)s and territory = %(territory)s

-- name: list
select disease, territory, at from tracing_board where kind = %(kind)s order by disease, territory

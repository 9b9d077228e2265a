-- name: void
-- Tasks of files that were closed or withdrawn. What is urgent stays: somebody asked for help. So does the call that
-- tells a case of the withdrawal.
with ended as (
  update tracing_calltask k set done_at = %(now)s, outcome = 'void', leased_by = null, leased_until = null
  where k.id in (
    select k.id from tracing_calltask k
    left join tracing_case c on c.id = k.case_id
    left join tracing_contact t on t.id = k.contact_id
    where k.done_at is null and not k.urgent and (k.leased_until is null or k.leased_until <= %(now)s)
      and (c.outcome = 'void' and k.reason <> 'withdrawn' or (k.reason in ('silent', 'deadline', 'undelivered', 'no_mobile')
           and coalesce(c.closed_at, t.closed_at) <= %(now)s))
    order by k.deadline limit %(limit)s for update of k skip locked)
  returning k.id, k.reason)
insert into tracing_change (subject, subject_id, what, before, after, why, at, by)
select 'call', id, 'outcome', '', 'void', reason, %(now)s, 'clock' from ended

-- name: answered
-- Tasks that were there because somebody was not reached, where an SMS has reached them: to have answered is not
-- enough, for who wrote "?" knows nothing yet.
with ended as (
  update tracing_calltask k set done_at = %(now)s, outcome = 'answered_by_sms', leased_by = null, leased_until = null
  where k.id in (
    select k.id from tracing_calltask k
    left join tracing_case c on c.id = k.case_id
    left join tracing_contact t on t.id = k.contact_id
    where k.done_at is null and not k.urgent and k.reason in ('silent', 'deadline', 'undelivered')
      and (k.leased_until is null or k.leased_until <= %(now)s)
      and coalesce(c.reached_at, t.reached_at) <= %(now)s
    order by k.urgent desc, k.deadline limit %(limit)s for update of k skip locked)
  returning k.id, k.reason)
insert into tracing_change (subject, subject_id, what, before, after, why, at, by)
select 'call', id, 'outcome', '', 'answered_by_sms', reason, %(now)s, 'clock' from ended

-- name: returned
-- Leases that ended, or are from before the clock was set back (as calls.take sees them): the task is nobody's again.
with freed as (
  update tracing_calltask k set leased_by = null, leased_until = null
  from (select id, leased_by from tracing_calltask
        where done_at is null and (leased_until <= %(now)s
          or leased_until - %(now)s::timestamptz > 2 * coalesce(leased_until - leased_at, %(longest)s::interval))
        order by id limit %(limit)s for update skip locked) as late
  where k.id = late.id
  returning k.id, late.leased_by)
insert into tracing_change (subject, subject_id, what, before, after, why, at, by)
select 'call', id, 'returned', leased_by, '', 'lease', %(now)s, 'clock' from freed

-- name: escalate
-- Cases and contacts whose deadline comes near, or has passed in the last day, and who were not reached: they
-- are to be rung, by their deadline. Whoever is rung at their hours only waits for them. Their tasks are looked up
-- one by one: joined, all tasks of three months would be read each minute for the sake of some.
with near as (
  select c.id as case_id, null::bigint as contact_id, c.phone_id, c.person_id, c.deadline
  from tracing_case c
  where c.reached_at is null and c.closed_at is null
    and c.deadline <= %(until)s and c.deadline > %(now)s::timestamptz - interval '24 hours'
    and (select k.id from tracing_calltask k where k.case_id = c.id and k.contact_id is null
           and (k.done_at is null and k.reason <> 'namesake' or k.reason = 'deadline') limit 1) is null
  union all
  select null, t.id, t.phone_id, c.person_id, t.deadline
  from tracing_contact t join tracing_case c on c.id = t.case_id
  where t.reached_at is null and t.closed_at is null and t.same_as_id is null and t.became_case_id is null
    and t.deadline <= %(until)s and t.deadline > %(now)s::timestamptz - interval '24 hours'
    and (select k.id from tracing_calltask k where k.contact_id = t.id
           and (k.done_at is null or k.reason = 'deadline') limit 1) is null
), added as (
  insert into tracing_calltask (case_id, contact_id, phone_id, territory, reason, urgent, created_at, not_before,
    deadline, attempts, outcome)
  select near.case_id, near.contact_id, near.phone_id, coalesce(p.territory, ''),
    case when near.phone_id is null then 'no_phone' else 'deadline' end, false, %(now)s, %(now)s, near.deadline, 0, ''
  from near left join tracing_person p on p.id = near.person_id
  order by near.deadline limit %(limit)s
  on conflict (case_id, contact_id) where done_at is null do update set
    phone_id = excluded.phone_id, reason = excluded.reason, deadline = excluded.deadline, attempts = 0
  where tracing_calltask.reason = 'namesake'
    and (tracing_calltask.leased_until is null or tracing_calltask.leased_until <= %(now)s)
  returning case_id, contact_id, reason)
insert into tracing_change (subject, subject_id, what, before, after, why, at, by)
select case when case_id is null then 'contact' else 'case' end, coalesce(case_id, contact_id), 'to_call', '',
  reason, 'deadline', %(now)s, 'clock'
from added

-- name: namesakes
-- Numbers that a result gave for somebody known under others, and on which nobody has asked yet whether it is the
-- same person: a call for each case that has no other. cases: only these; null: all of the last 14 days.
insert into tracing_calltask (case_id, phone_id, territory, reason, urgent, created_at, not_before, deadline,
  attempts, outcome)
select distinct on (c.id) c.id, f.id, coalesce(p.territory, ''), 'namesake', false, %(now)s, %(now)s,
  r.resulted_at + interval '24 hours', 0, ''
from tracing_change n
join tracing_case c on c.id = n.subject_id and c.outcome <> 'void'
join tracing_result r on r.id = n.before::bigint and r.case_id = c.id and r.meaning = 'positive'
join tracing_phone f on f.id = n.after::bigint and f.sealed is not null
join tracing_person p on p.id = c.person_id
where n.what = 'namesake' and n.subject = 'case' and n.at > %(now)s::timestamptz - interval '14 days'
  and (%(cases)s::bigint[] is null or n.subject_id = any(%(cases)s::bigint[]))
  and not exists (select from tracing_calltask k where k.case_id = c.id and k.contact_id is null
    and (k.done_at is null or k.reason = 'namesake' and k.phone_id = f.id))
order by c.id, n.id
on conflict (case_id, contact_id) where done_at is null do nothing

-- Replies with an unexplained rest: a human looks at each within the hour, before any call.

-- name: unexplained
-- Those that nobody has looked at, the earliest hour first; territories: only of these, and of none; null: all.
select h.id, h.at, h.look_by, h.case_id, h.contact_id,
  int8send(h.id) || int8send(h.phone_id) || h.sealed as sealed, coalesce(t.case_id, h.case_id) as file_id,
  int8send(t.id) || t.sealed as contact, int8send(p.id) || p.sealed as person, coalesce(f.zone, 'Europe/Paris') as zone,
  coalesce(w.territory, '') as territory,
  (select int8send(m.id) || int8send(m.phone_id) || m.sealed from tracing_message m
   where m.phone_id = h.phone_id and m.case_id is not distinct from h.case_id
     and m.contact_id is not distinct from h.contact_id and m.issued_at < h.at
   order by m.issued_at desc, m.id desc limit 1) as asked
from tracing_heard h
left join tracing_contact t on t.id = h.contact_id
left join tracing_case c on c.id = coalesce(h.case_id, t.case_id)
left join tracing_person p on p.id = case when h.contact_id is null then c.person_id else t.person_id end
left join tracing_person w on w.id = coalesce(t.person_id, c.person_id)
left join tracing_phone f on f.id = h.phone_id
where h.look_by is not null and h.looked_at is null
  and (%(territories)s::text[] is null or coalesce(w.territory, '') = '' or w.territory = any(%(territories)s))
order by h.look_by, h.id limit %(limit)s

-- name: count_unexplained
select count(*) from tracing_heard h
left join tracing_contact t on t.id = h.contact_id
left join tracing_case c on c.id = coalesce(h.case_id, t.case_id)
left join tracing_person w on w.id = coalesce(t.person_id, c.person_id)
where h.look_by is not null and h.looked_at is null
  and (%(territories)s::text[] is null or coalesce(w.territory, '') = '' or w.territory = any(%(territories)s))

-- name: one
-- One of them, locked: whose it is, and where.
select h.id, h.case_id, h.contact_id, coalesce(w.territory, '') as territory, h.looked_at
from tracing_heard h
left join tracing_contact t on t.id = h.contact_id
left join tracing_case c on c.id = coalesce(h.case_id, t.case_id)
left join tracing_person w on w.id = coalesce(t.person_id, c.person_id)
where h.id = %(reply)s and h.look_by is not null for update of h

-- name: looked
update tracing_heard set looked_at = %(now)s, looked_by = %(agent)s, finding = %(finding)s where id = %(reply)s

-- name: ring
-- Whoever wrote it is rung at once. One open call a person: it becomes urgent.
insert into tracing_calltask (case_id, contact_id, phone_id, territory, reason, urgent, created_at, not_before,
  deadline, attempts, outcome)
select distinct on (h.case_id, h.contact_id) h.case_id, h.contact_id, h.phone_id, coalesce(w.territory, ''),
  'unexplained', true, %(now)s, %(now)s, coalesce(h.look_by, %(now)s::timestamptz), 0, ''
from tracing_heard h
left join tracing_contact t on t.id = h.contact_id
left join tracing_case c on c.id = coalesce(h.case_id, t.case_id)
left join tracing_person w on w.id = coalesce(t.person_id, c.person_id)
where h.id = any(%(replies)s::bigint[])
order by h.case_id, h.contact_id, h.look_by
on conflict (case_id, contact_id) where done_at is null do update set
  reason = case when tracing_calltask.urgent then tracing_calltask.reason else excluded.reason end,
  urgent = true, not_before = least(tracing_calltask.not_before, excluded.not_before),
  deadline = least(tracing_calltask.deadline, excluded.deadline)

-- name: overdue
-- Replies whose hour is over, and at which nobody looked.
update tracing_heard set looked_at = %(now)s, looked_by = 'clock', finding = 'ring'
where id in (
  select id from tracing_heard where look_by <= %(now)s and looked_at is null
  order by look_by limit %(limit)s for update skip locked)
returning id, case_id, contact_id

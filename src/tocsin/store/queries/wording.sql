-- The words of the conversations, as communication changes them.

-- name: in_force
-- Rewordings whose words are sent at a moment: of each text the one that began last.
select distinct on (r.template) r.id
from tracing_rewordingstep s join tracing_rewording r on r.id = s.rewording_id
where s.what = 'activated' and s.starts_at <= %(now)s
  and not exists (select from tracing_rewordingstep c where c.rewording_id = r.id and c.what = 'cancelled')
order by r.template, s.starts_at desc, s.id desc

-- name: stamp
-- Whether anything happened since, and when the next words begin: rows are only added, so their count tells.
select count(*), min(starts_at) filter (where what = 'activated' and starts_at > %(now)s)
from tracing_rewordingstep

-- name: some
-- Rewordings by their numbers, of a text, or all of them where neither is given; the newest first.
select id, template, base, fr, en, own, former, copy_of, why, by_id, by_name, at, parts_fr, parts_en
from tracing_rewording
where (%(ids)s::bigint[] is null or id = any(%(ids)s)) and (%(template)s = '' or template = %(template)s)
order by id desc
limit %(limit)s

-- name: steps
-- Everything that happened to rewordings, in order.
select rewording_id, what, by_id, by_name, at, starts_at, why, ruling, reasons
from tracing_rewordingstep where rewording_id = any(%(ids)s) order by id

-- name: open_ones
-- Rewordings to which something is still to be done: proposed, approved, or waiting for their moment.
select r.id
from tracing_rewording r
where not exists (
  select from tracing_rewordingstep s where s.rewording_id = r.id
    and (s.what in ('withdrawn', 'cancelled') or (s.what = 'activated' and s.starts_at <= %(now)s)))
order by r.id desc

-- name: add
insert into tracing_rewording
  (template, base, fr, en, own, former, copy_of, why, by_id, by_name, at, parts_fr, parts_en)
values (%(template)s, %(base)s, %(fr)s, %(en)s, %(own)s, %(former)s, %(copy_of)s, %(why)s, %(by_id)s,
  %(by_name)s, %(now)s, %(parts_fr)s, %(parts_en)s)
returning id

-- name: hold
-- One at a time decides about a rewording.
select id from tracing_rewording where id = %(id)s for update

-- name: step
-- One more step, unless it is there already and can be there only once.
insert into tracing_rewordingstep
  (rewording_id, what, by_id, by_name, at, starts_at, why, ruling, reasons)
values (%(id)s, %(what)s, %(by_id)s, %(by_name)s, %(now)s, %(starts_at)s, %(why)s, %(ruling)s, %(reasons)s)
on conflict do nothing

-- name: begun
-- Since when a rewording's words have been sent, and until when, of one text: every start in order.
select r.id, r.template, s.starts_at
from tracing_rewordingstep s join tracing_rewording r on r.id = s.rewording_id
where s.what = 'activated' and s.starts_at <= %(now)s
  and not exists (select from tracing_rewordingstep c where c.rewording_id = r.id and c.what = 'cancelled')
order by s.starts_at, s.id

-- name: doubted
-- One more time that somebody asked whether a text of ours is genuine.
insert into tracing_doubt (day, template, count)
select %(day)s, template, 1 from unnest(%(templates)s::text[]) as u (template) order by template
on conflict (day, template) do update set count = tracing_doubt.count + 1

-- name: doubts
-- How often each text was doubted since a day, beside how often it was asked, where it is a question.
select d.template, sum(d.count)::bigint, max(d.day),
  (select sum(c.asked)::bigint from tracing_stepcount c
   where c.flow || '.' || c.state = d.template and c.hour >= %(since)s::date)
from tracing_doubt d where d.day >= %(since)s group by d.template
order by 2 desc, d.template

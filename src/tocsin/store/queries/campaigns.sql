-- Campaigns as the fraud team looks at them, and what it does (campaigns/).

-- name: list
-- Campaigns in some states, and of some numbers where they are told; those that grew most in the last week first, of the others the
-- newest. Only of those that are listed everything is read: of a million reports the days of all of them take a quarter of a second.
with lately as (
  select t.campaign_id as id, sum(d.reports)::int as reports from tracing_campaignday d join tracing_campaigntext t on t.id = d.variant_id
  where d.day > %(week)s and d.reports > 0 group by t.campaign_id
), listed as (
  select c.id, c.state, coalesce(l.reports, 0) as lately from tracing_campaign c left join lately l on l.id = c.id
  where c.state = any(%(states)s::text[]) and (%(among)s::bigint[] is null or c.id = any(%(among)s::bigint[]))
    and (l.id is not null or exists (select 1 from tracing_campaigntext t join tracing_campaignday d on d.variant_id = t.id
      where t.campaign_id = c.id and d.reports > 0))
  order by 3 desc, c.id desc limit %(limit)s
), grown as (
  select l.id, l.state, l.lately, t.id as variant, t.level, t.vouched_at, sum(d.reports) as reports, min(d.day) as first_seen,
    max(d.day) as last_seen, sum(d.reports) filter (where d.day <= %(week)s and d.day > %(before)s) as before
  from listed l join tracing_campaigntext t on t.campaign_id = l.id join tracing_campaignday d on d.variant_id = t.id and d.reports > 0
  group by l.id, l.state, l.lately, t.id
)
select g.id, g.state, sum(g.reports)::int as reports, g.lately, coalesce(sum(g.before), 0)::int as before, min(g.first_seen) as first_seen,
  max(g.last_seen) as last_seen, count(*)::int as variants, (select t.text from tracing_campaigntext t where t.id = min(g.variant)) as text,
  array_agg(distinct g.level) as levels, count(*) filter (where g.vouched_at is null and g.state = 'confirmed')::int as unread
from grown g group by g.id, g.state, g.lately order by g.lately desc, 3 desc, g.id

-- name: search
-- Campaigns of a number, those with a text in which, or where it leads, all of some patterns are found, and
-- those of which a report has this sender, by the expression of the index "report_sender".
select coalesce(became_id, id) as id from tracing_campaign where id = %(number)s::bigint
union
select campaign_id from tracing_campaigntext
where cardinality(%(patterns)s::text[]) > 0 and lower(text || ' ' || array_to_string(marks, ' ')) ~ all(%(patterns)s::text[])
union
select t.campaign_id from tracing_report r join tracing_campaigntext t on t.id = r.variant_id
where r.sender <> ''
  and case when r.sender ~ '^[+0-9 ().-]+$' then right(regexp_replace(r.sender, '\D', '', 'g'), 9) else lower(r.sender) end
    = %(sender)s::text
order by id desc limit %(limit)s

-- name: one
select id, state, state_at, state_by, sample, became_id from tracing_campaign where id = %(campaign)s

-- name: texts
-- The variants of a campaign, with their reports.
select t.id, t.text, t.level, t.marks, t.vouched_at is not null as vouched, t.label, coalesce(sum(d.reports), 0)::int as reports,
  min(d.day) as first_seen, max(d.day) as last_seen
from tracing_campaigntext t left join tracing_campaignday d on d.variant_id = t.id and d.reports > 0
where t.campaign_id = %(campaign)s group by t.id order by t.id

-- name: days
select d.day, sum(d.reports)::int as reports from tracing_campaignday d join tracing_campaigntext t on t.id = d.variant_id
where t.campaign_id = %(campaign)s and d.reports > 0 group by d.day order by d.day

-- name: facts
-- What the reports of a campaign have in common, each with how many have it; most reports are equal in all of it, and counted as one.
select f.kind, f.name, sum(r.reports)::int as reports
from (
  select r.claims, r.clauses, r.hosts, r.numbers, r.sender, r.level, r.region, r.channel, count(*) as reports
  from tracing_report r join tracing_campaigntext t on t.id = r.variant_id
  where t.campaign_id = %(campaign)s group by 1, 2, 3, 4, 5, 6, 7, 8
) as r
cross join lateral (
  select 'claims' as kind, unnest(r.claims) as name union all select 'clauses', unnest(r.clauses) union all
  select 'hosts', unnest(r.hosts) union all select 'numbers', unnest(r.numbers) union all select 'senders', nullif(r.sender, '') union all
  select 'levels', r.level union all select 'regions', nullif(r.region, '') union all select 'channels', r.channel) as f
where f.name is not null
group by f.kind, f.name order by f.kind, 3 desc, f.name

-- name: steps
-- What was done to a campaign, the last first.
select id, what, other_id, at, by, undone_at, undone_by, moves <> '[]' as moved from tracing_campaignstep
where campaign_id = %(campaign)s order by id desc limit 50

-- name: step
select id, campaign_id, what, other_id, moves, undone_at from tracing_campaignstep where id = %(step)s for update

-- name: undo
update tracing_campaignstep set undone_at = %(now)s, undone_by = %(by)s where id = %(step)s

-- name: decide
-- What an analyst says of a campaign, with the text that may be shown of it.
update tracing_campaign set state = %(state)s, sample = %(text)s, state_at = %(now)s, state_by = %(by)s where id = %(campaign)s

-- name: vouch
-- The variants that were read when it was confirmed; null: all that are in it. A later one circulates nowhere by itself.
update tracing_campaigntext set vouched_at = case when %(vouched)s then %(now)s::timestamptz end
where campaign_id = %(campaign)s and (%(read)s::bigint[] is null or id = any(%(read)s::bigint[]))

-- name: begin
-- A campaign of its own for variants that are parted from another.
insert into tracing_campaign (began_at, sample) values (%(now)s, '') returning id

-- name: part
insert into tracing_campaignapart (one_id, other_id) values (%(campaign)s, %(other)s) on conflict do nothing

-- name: unpart
delete from tracing_campaignapart where (one_id = %(campaign)s and other_id = %(other)s) or (one_id = %(other)s and other_id = %(campaign)s)

-- name: doubtful
-- Variants that no verdict accuses and nobody has labelled, those reported most first.
select t.id, t.campaign_id, t.text, t.level, sum(d.reports)::int as reports
from tracing_campaigntext t join tracing_campaign c on c.id = t.campaign_id join tracing_campaignday d on d.variant_id = t.id and d.reports > 0
where t.label = '' and t.level in ('unproven', 'unrelated') and c.state <> 'harmless'
group by t.id order by 5 desc, t.id limit %(limit)s

-- name: label
update tracing_campaigntext set label = %(label)s, labelled_by = %(by)s where id = %(variant)s returning campaign_id

-- name: labelled
-- Variants that were labelled, each with a report as it came.
select t.id, t.text, t.label, t.level, r.channel, r.sender, r.day, r.claims from tracing_campaigntext t
left join lateral (select channel, sender, day, claims from tracing_report where variant_id = t.id order by id limit 1) as r on true
where t.label <> '' order by t.id

-- name: requests
-- Reports to whoever can take something down.
select id, kind, target, addressee, state, prepared_at, sent_at, answered_at, down_at, by from tracing_abusereport
where campaign_id = %(campaign)s order by id

-- name: request
-- One of them, with the reports of the campaign that name what it is about: how many, from when to when, the first of them.
select a.id, a.campaign_id, a.kind, a.target, a.addressee, a.state, a.prepared_at, a.sent_at, n.reports, n.first_seen, n.last_seen,
  coalesce(f.text, '') as text
from tracing_abusereport a
cross join lateral (select count(*)::int as reports, min(r.day) as first_seen, max(r.day) as last_seen
  from tracing_report r join tracing_campaigntext t on t.id = r.variant_id
  where t.campaign_id = a.campaign_id and (a.target = any(r.hosts) or a.target = any(r.numbers) or a.target = r.sender)) as n
left join lateral (select r.text from tracing_report r join tracing_campaigntext t on t.id = r.variant_id
  where t.campaign_id = a.campaign_id and (a.target = any(r.hosts) or a.target = any(r.numbers) or a.target = r.sender)
  order by r.id limit 1) as f on true
where a.id = %(request)s

-- name: prepare
insert into tracing_abusereport (campaign_id, kind, target, addressee, state, prepared_at, by)
values (%(campaign)s, %(kind)s, %(target)s, %(addressee)s, 'prepared', %(now)s, %(by)s)
on conflict (campaign_id, kind, target) do nothing

-- name: advance
-- How far a report is; a moment that was noted stays.
update tracing_abusereport set state = %(state)s::text, by = %(by)s,
  sent_at = case when %(state)s::text in ('sent', 'answered', 'down') then coalesce(sent_at, %(now)s) else sent_at end,
  answered_at = case when %(state)s::text = 'answered' then coalesce(answered_at, %(now)s) else answered_at end,
  down_at = case when %(state)s::text = 'down' then coalesce(down_at, %(now)s) else down_at end
where id = %(request)s and campaign_id = %(campaign)s

-- name: circulating
-- Confirmed campaigns that were seen since a day, with the text that an analyst let be shown, the newest first. Everybody asks this,
-- and of a campaign there are ten thousands of reports: none of them is read, and each variant that an analyst read once.
with read as materialized (
  select t.id, t.campaign_id, t.claims, t.channels from tracing_campaign c join tracing_campaigntext t on t.campaign_id = c.id
  where c.state = 'confirmed' and t.vouched_at is not null
), seen as (
  select r.campaign_id, sum(d.reports)::int as reports, min(d.day) as first_seen, max(d.day) as last_seen
  from read r join tracing_campaignday d on d.variant_id = r.id and d.reports > 0 group by r.campaign_id
), told as (
  select o.campaign_id, coalesce(array_agg(distinct n.claim order by n.claim) filter (where n.claim is not null), '{}') as claims,
    coalesce(array_agg(distinct n.channel order by n.channel) filter (where n.channel is not null), '{}') as channels
  from (select distinct campaign_id, claims, channels from read) as o
  left join lateral unnest(o.claims, o.channels) as n (claim, channel) on true group by o.campaign_id
)
select c.id, c.sample, c.state_at, s.reports, s.first_seen, s.last_seen, o.claims, o.channels
from seen s join told o on o.campaign_id = s.campaign_id join tracing_campaign c on c.id = s.campaign_id
where s.last_seen >= %(since)s order by s.last_seen desc, c.id desc limit %(limit)s

-- name: vouched_texts
-- What a message is held against: variants that an analyst read before confirming their campaign.
select t.id, t.campaign_id, t.text, t.marks, s.first_seen, s.reports
from tracing_campaigntext t join tracing_campaign c on c.id = t.campaign_id
join lateral (select min(d.day) as first_seen, max(d.day) as last_seen, sum(d.reports)::int as reports
  from tracing_campaigntext o join tracing_campaignday d on d.variant_id = o.id and d.reports > 0
  where o.campaign_id = c.id and o.vouched_at is not null) as s on true
where c.state = 'confirmed' and t.vouched_at is not null and s.last_seen >= %(since)s
order by t.id limit %(limit)s

-- Reports of doubtful messages, and the campaigns that they are (campaigns/).

-- name: add
-- A report; nothing where the same form was sent before.
insert into tracing_report (reported_on, day, origin, channel, text, text_key, sender, level, claims, clauses, hosts, numbers, region, digest)
values (%(today)s, %(day)s, %(origin)s, %(channel)s, %(text)s, %(text_key)s, %(sender)s, %(level)s, %(claims)s::text[], %(clauses)s::text[],
  %(hosts)s::text[], %(numbers)s::text[], %(region)s, %(receipt)s)
on conflict (digest) do nothing

-- name: by_receipt
-- The report of a receipt, and where it belongs.
select r.id, r.reported_on, r.day, r.channel, r.text, r.sender, r.hosts, r.numbers, r.region, t.campaign_id
from tracing_report r left join tracing_campaigntext t on t.id = r.variant_id
where r.digest = %(receipt)s

-- name: withdraw
-- Whoever reported takes it back: the row goes, and the day's count with it; where it was put.
with letter as (
  delete from tracing_reportletter l using tracing_report r where r.id = l.report_id and r.digest = %(receipt)s
), gone as (
  delete from tracing_report where digest = %(receipt)s returning variant_id, day
), counted as (
  update tracing_campaignday d set reports = d.reports - 1 from gone g where d.variant_id = g.variant_id and d.day = g.day
)
select variant_id from gone where variant_id is not null

-- name: retell
-- A variant is told in the words of its first report that is still there, and says in whose name and by which channels those come.
update tracing_campaigntext t set text = r.text,
  claims = array(select distinct unnest(o.claims) from tracing_report o where o.variant_id = t.id order by 1),
  channels = array(select distinct o.channel from tracing_report o where o.variant_id = t.id order by 1)
from tracing_report r
where t.id = %(variant)s and r.id = (select min(o.id) from tracing_report o where o.variant_id = t.id)
returning t.text

-- name: change_bands
-- The bands of a variant whose words are others.
update tracing_campaigntext set bands = %(bands)s::bigint[] where id = %(variant)s

-- name: drop_empty
-- A variant of which no report is left by the will of those who reported, and its campaign where that has nothing else.
with dropped as (
  delete from tracing_campaigntext t where t.id = %(variant)s
    and not exists (select 1 from tracing_campaignday d where d.variant_id = t.id and d.reports > 0)
  returning t.id, t.campaign_id
), days as (
  delete from tracing_campaignday d using dropped o where d.variant_id = o.id
)
delete from tracing_campaign c using dropped o where c.id = o.campaign_id and c.state = 'new'
  and not exists (select 1 from tracing_campaigntext t where t.campaign_id = c.id and t.id <> o.id)
  and not exists (select 1 from tracing_campaign b where b.became_id = c.id)
  and not exists (select 1 from tracing_campaignstep s where c.id in (s.campaign_id, s.other_id))
  and not exists (select 1 from tracing_abusereport a where a.campaign_id = c.id)

-- name: lock
-- One grouping at a time.
select pg_advisory_xact_lock(hashtext('tracing_report.grouping'))

-- name: waiting
-- Reports that belong nowhere yet, in the order in which they came.
select id, day, text, level, hosts, numbers from tracing_report where variant_id is null order by id limit %(limit)s

-- name: known_texts
-- Where texts were put whose words are the same: all of them in one place, so that of thousands one is read.
select s.text_key, r.variant_id from unnest(%(text_keys)s::text[]) as s (text_key)
cross join lateral (select o.variant_id from tracing_report o where o.text_key = s.text_key and o.variant_id is not null limit 1) as r

-- name: near_bands
-- Bands of reports, each with the variants that have it, but of many only so many. All variants are gone through once, for any number
-- of bands; an overlap of arrays would compare each band with each wherever the index is not used.
with s as materialized (select unnest(%(bands)s::bigint[]) as band)
select h.band, (array_agg(h.id))[:%(limit)s] as variants
from (select t.id, unnest(t.bands) as band from tracing_campaigntext t) as h
where h.band in (select band from s) group by h.band

-- name: near_texts
-- Variants named by their number, those that share a mark with a report, and those with all of these bands; oldest first.
with s as materialized (select unnest(%(marks)s::text[]) as mark)
select t.id, t.campaign_id, t.text, t.marks, c.state from tracing_campaigntext t join tracing_campaign c on c.id = t.campaign_id
where t.id in (
  select unnest(%(variants)s::bigint[])
  union select h.id from (select m.id, unnest(m.marks) as mark from tracing_campaigntext m) as h where h.mark in (select mark from s)
  union select w.id from tracing_campaigntext w where w.bands::text in (select unnest(%(whole)s::text[]))
)
order by t.id

-- name: apart
-- Campaigns that an analyst parted.
select one_id, other_id from tracing_campaignapart where one_id = any(%(campaigns)s::bigint[]) and other_id = any(%(campaigns)s::bigint[])

-- name: next_numbers
-- The numbers that the next campaign and the next variant get: those given once are never given again.
select (select last_value + is_called::int from tracing_campaign_id_seq), (select last_value + is_called::int from tracing_campaigntext_id_seq)

-- name: keep_numbers
-- The last numbers that were given; null: none was.
select setval('tracing_campaign_id_seq', %(campaign)s::bigint), setval('tracing_campaigntext_id_seq', %(variant)s::bigint)

-- name: reopen
-- False alarms of which a report leads where none did before.
update tracing_campaign c set state = 'new', state_at = %(now)s, state_by = %(by)s
from unnest(%(campaigns)s::bigint[], %(marks)s::text[]) as v (id, mark)
where c.id = v.id and c.state = 'harmless'
  and not exists (select 1 from tracing_campaigntext t where t.campaign_id = c.id and v.mark = any(t.marks))
returning c.id

-- name: add_campaigns
insert into tracing_campaign (id, began_at, sample) select unnest(%(ids)s::bigint[]), %(now)s, ''

-- name: add_texts
-- Variants that begin; the bands of each are one text, since arrays of arrays must be of one length.
insert into tracing_campaigntext (id, campaign_id, text, bands, marks, level)
select v.id, v.campaign, v.text, v.bands::bigint[], v.marks::text[], v.level
from unnest(%(ids)s::bigint[], %(campaigns)s::bigint[], %(texts)s::text[], %(bands)s::text[], %(marks)s::text[], %(levels)s::text[])
  as v (id, campaign, text, bands, marks, level)

-- name: mark_texts
-- Variants that now lead elsewhere too.
update tracing_campaigntext t set marks = v.marks::text[]
from unnest(%(ids)s::bigint[], %(marks)s::text[]) as v (id, marks) where t.id = v.id

-- name: place
-- Reports, each where it belongs.
update tracing_report r set variant_id = v.variant
from unnest(%(ids)s::bigint[], %(variants)s::bigint[]) as v (id, variant) where r.id = v.id

-- name: tell_origins
-- In whose name and by which channels the reports of variants come, where some of these, which stand in their place, say more of it.
with came as (
  select r.variant_id as id, array_agg(distinct c.claim) filter (where c.claim is not null) as claims, array_agg(distinct r.channel::text) as channels
  from tracing_report r left join lateral unnest(r.claims) as c (claim) on true where r.id = any(%(ids)s::bigint[]) group by r.variant_id
)
update tracing_campaigntext t set claims = array(select distinct unnest(t.claims || n.claims) order by 1),
  channels = array(select distinct unnest(t.channels || n.channels) order by 1)
from came n where n.id = t.id and not (t.claims @> coalesce(n.claims, '{}') and t.channels @> n.channels)

-- name: count_days
insert into tracing_campaignday as held (variant_id, day, reports)
select variant, day, count(*) from unnest(%(variants)s::bigint[], %(days)s::date[]) as v (variant, day) group by variant, day
on conflict (variant_id, day) do update set reports = held.reports + excluded.reports

-- name: texts_of
-- The variants of a campaign.
select id from tracing_campaigntext where campaign_id = %(campaign)s order by id

-- name: add_step
-- Something was done to a campaign.
insert into tracing_campaignstep (campaign_id, what, other_id, moves, at, by, undone_by)
values (%(campaign)s, %(what)s, %(other)s, %(moves)s, %(now)s, %(by)s, '') returning id

-- name: letter_number
select nextval(pg_get_serial_sequence('tracing_reportletter', 'id'))

-- name: add_letter
-- Whoever reported wants to be written to, once; the report is that of this transaction.
insert into tracing_reportletter (id, report_id, sealed, collected_on, lang)
select %(id)s, id, %(sealed)s, %(day)s, %(lang)s from tracing_report where digest = %(receipt)s
on conflict (report_id) do nothing

-- name: due_letters
-- Letters of reports on whose campaign an analyst decided, each as it opens; taken by one process alone.
select l.id, int8send(l.id) || l.sealed as sealed, l.collected_on, l.lang, r.digest
from tracing_reportletter l join tracing_report r on r.id = l.report_id
join tracing_campaigntext t on t.id = r.variant_id join tracing_campaign c on c.id = t.campaign_id
where c.state <> 'new' and l.id > %(last)s order by l.id limit 1 for update of l skip locked

-- name: drop_letter
delete from tracing_reportletter where id = %(id)s

-- name: outcome
-- What became of a campaign, for whom a receipt says that they reported it.
select c.state, c.state_at, coalesce(sum(d.reports), 0)::int as reports, min(d.day) as first_seen, max(d.day) as last_seen
from tracing_campaign c left join tracing_campaigntext t on t.campaign_id = c.id
left join tracing_campaignday d on d.variant_id = t.id and d.reports > 0
where c.id = %(campaign)s group by c.id

-- name: outcome_requests
-- Who was told of what a report leads to, and what came of it; what is only prepared was told to nobody.
select kind, target, sent_at, answered_at, down_at from tracing_abusereport
where campaign_id = %(campaign)s and state <> 'prepared' and target = any(%(targets)s::text[]) order by sent_at, id

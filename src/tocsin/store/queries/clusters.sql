-- Clusters: gatherings that are one event or one place. territories: null for everywhere; what has none is everybody's.

-- name: list
-- Places where cases meet, and those that have a name, those with most cases first; counted over what may be seen, with how many
-- gatherings of the same cluster lie elsewhere.
with here as (
  select g.id, g.cluster_id, g.territory, g.on_day, g.sealed from tracing_gathering g
  where g.collected_on >= %(since)s and g.erased_at is null
    and (%(territories)s::text[] is null or g.territory = '' or g.territory = any(%(territories)s))
), grouped as (
  select min(h.id) as id, h.cluster_id, count(distinct h.id) as gatherings, count(distinct a.case_id) as cases, min(h.on_day) as first,
    max(h.on_day) as last, array_agg(distinct h.territory order by h.territory) as territories,
    int8send(min(h.id)) || (array_agg(h.sealed order by h.id))[1] as words
  from here h join tracing_attendance a on a.gathering_id = h.id
  group by h.cluster_id, case when h.cluster_id is null then h.id end
  having count(distinct a.case_id) > 1 or h.cluster_id is not null
  order by count(distinct a.case_id) desc, min(h.id) limit %(limit)s
)
select o.*, int8send(k.id) || k.sealed as name, case when o.cluster_id is null then 0 else
  (select count(*) from tracing_gathering g where g.cluster_id = o.cluster_id and g.erased_at is null) - o.gatherings end as elsewhere
from grouped o left join tracing_cluster k on k.id = o.cluster_id order by o.cases desc, o.id

-- name: gatherings
-- A gathering and those of the same cluster, in the order of their days.
select g.id, g.cluster_id, g.on_day, g.territory, int8send(g.id) || g.sealed as sealed, g.erased_at is not null as erased, g.collected_on,
  (select count(*) from tracing_attendance a where a.gathering_id = g.id) as cases
from tracing_gathering g
where g.id = %(gathering)s or g.cluster_id = (select o.cluster_id from tracing_gathering o where o.id = %(gathering)s)
order by g.on_day nulls last, g.id

-- name: one
select id, int8send(id) || sealed as sealed, named_by, named_at from tracing_cluster where id = %(cluster)s

-- name: add
insert into tracing_cluster (id, sealed, collected_on, named_at, named_by) values (%(id)s, %(sealed)s, %(day)s, %(now)s, %(by)s)

-- name: rename
update tracing_cluster set sealed = %(sealed)s, collected_on = %(day)s, named_at = %(now)s, named_by = %(by)s, erased_at = null
where id = %(cluster)s

-- name: corrections
-- What put gatherings into a cluster, the last first.
select id, other_id, why, at, by, undone_at, undone_by from tracing_correction
where kind = 'same_place' and kept_id = %(cluster)s order by id desc

-- name: links
-- Who named whom, where one of the two is among these cases and the other became one or was one.
select t.case_id as source, t.id as contact, t.became_case_id as "case", 1 as depth from tracing_contact t
where t.case_id = any(%(cases)s::bigint[]) and t.became_case_id is not null and t.became_case_id <> t.case_id and t.outcome <> 'void'
union
select t.case_id, t.id, t.became_case_id, 1 from tracing_contact t
where t.became_case_id = any(%(cases)s::bigint[]) and t.case_id <> t.became_case_id and t.outcome <> 'void'
order by contact limit %(limit)s

-- name: recent
-- Gatherings of the last weeks that may be compared, the latest first.
select g.id, g.cluster_id, g.on_day, g.territory, int8send(g.id) || g.sealed as sealed,
  (select count(*) from tracing_attendance a where a.gathering_id = g.id) as cases
from tracing_gathering g
where g.collected_on >= %(since)s and g.erased_at is null and g.sealed is not null
  and (%(territories)s::text[] is null or g.territory = any(%(territories)s))
order by g.collected_on desc, g.id desc limit %(limit)s

-- name: apart
-- Pairs of gatherings that somebody said are not one.
select subject_id, after::bigint from tracing_change
where subject = 'place' and subject_id = any(%(gatherings)s::bigint[]) and what = 'apart'

-- name: of_case
-- Where a case was, with the name of its cluster.
select g.id, g.on_day, g.territory, int8send(g.id) || g.sealed as sealed, int8send(k.id) || k.sealed as name
from tracing_attendance a join tracing_gathering g on g.id = a.gathering_id left join tracing_cluster k on k.id = g.cluster_id
where a.case_id = %(case)s and g.erased_at is null order by g.on_day nulls last, g.id

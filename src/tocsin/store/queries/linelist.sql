-- The line list and its links, streamed by a cursor. territories: null for everywhere; who has none is everybody's.
-- Rows come in an order drawn anew for each export ("order"): by their place, two exports could be laid over each other.

-- name: cases
-- Cases that came in between two moments, but those whose result was withdrawn and those that were erased.
select c.id, c.disease, c.onset_on as date_onset, c.sample_on as date_sample,
  (c.resulted_at at time zone coalesce(f.zone, 'Europe/Paris'))::date as date_result,
  (c.received_at at time zone coalesce(f.zone, 'Europe/Paris'))::date as date_reported,
  (c.reached_at at time zone coalesce(f.zone, 'Europe/Paris'))::date as date_reached,
  c.isolation_end as date_isolation_end, p.age_band, p.territory, int8send(p.id) || p.sealed as person, p.collected_on,
  coalesce(e.exposure_setting, '') as exposure_setting,
  coalesce(e.hospitalised, case when c.outcome = 'hospital' then true end) as hospitalised,
  e.hospital_on as date_admission, e.hospital_left_on as date_discharge,
  case when e.death_noted_at is not null or p.died or c.outcome = 'dead' then true end as died, e.died_on as date_death,
  (select count(*) from tracing_followupday d where d.case_id = c.id) as follow_up_days,
  coalesce((select d.outcome from tracing_followupday d where d.case_id = c.id order by d.day desc limit 1), '') as follow_up_last,
  (select array_agg(distinct g.cluster_id) from tracing_attendance a join tracing_gathering g on g.id = a.gathering_id
    where a.case_id = c.id and g.erased_at is null and g.cluster_id is not null) as clusters,
  (select array_agg(distinct g.id) from tracing_attendance a join tracing_gathering g on g.id = a.gathering_id
    where a.case_id = c.id and g.erased_at is null and g.cluster_id is null
      and exists (select 1 from tracing_attendance b where b.gathering_id = g.id and b.case_id <> c.id)) as gatherings,
  exists (select 1 from tracing_contact t where t.became_case_id = c.id and t.outcome <> 'void' and t.case_id <> c.id)
    as was_contact,
  (select count(*) from tracing_contact t where t.case_id = c.id and t.outcome <> 'void' and t.erased_at is null) as contacts_named
from tracing_case c join tracing_person p on p.id = c.person_id left join tracing_phone f on f.id = c.phone_id
left join tracing_epidetail e on e.case_id = c.id
where c.outcome <> 'void' and c.erased_at is null and p.erased_at is null
  and c.received_at >= %(since)s and c.received_at < %(until)s and (%(disease)s = '' or c.disease = %(disease)s)
  and (%(territories)s::text[] is null or p.territory = '' or p.territory = any(%(territories)s))
order by sha256(%(order)s::bytea || int8send(c.id))

-- name: links
-- Who named whom, where either is a case of the list. One that is not knows nothing but that there is a link: of a
-- naming by a case of another territory, ("own" is false) no more is told. A case that names the same person twice is
-- one link. first: whether this is the first link of the list to its person.
with listed as (
  select c.id from tracing_case c join tracing_person p on p.id = c.person_id
  where c.outcome <> 'void' and c.erased_at is null and p.erased_at is null
    and c.received_at >= %(since)s and c.received_at < %(until)s and (%(disease)s = '' or c.disease = %(disease)s)
    and (%(territories)s::text[] is null or p.territory = '' or p.territory = any(%(territories)s))
), named as (
  select t.id, t.case_id as source, c.disease, b.id as became, coalesce(t.person_id, r.person_id) as person,
    coalesce(t.same_as_id, t.id) as contact, l.id is not null as own, t.last_contact as date_last_contact,
    (t.named_at at time zone 'Europe/Paris')::date as date_named, t.household,
    coalesce(nullif(e.exposure_setting, ''), case when t.household then 'household' when t.gathering_id is not null then 'event' end, '')
      as exposure_setting, t.how, r.reached_at is not null as reached,
    t.tested_on as date_tested,
    (select count(*) from tracing_followupday d where d.contact_id = r.id) as follow_up_days,
    coalesce((select d.outcome from tracing_followupday d where d.contact_id = r.id order by d.day desc limit 1), '') as follow_up_last,
    case when b.id is null then 'person ' || coalesce(t.person_id, r.person_id, 0)
      || case when coalesce(t.person_id, r.person_id) is null then ' contact ' || coalesce(t.same_as_id, t.id) else '' end
      else 'case ' || b.id end as target
  from tracing_contact t join tracing_contact r on r.id = coalesce(t.same_as_id, t.id)
  join tracing_case c on c.id = t.case_id left join listed l on l.id = t.case_id
  left join tracing_case b on b.id = t.became_case_id and b.outcome <> 'void' and b.erased_at is null
  left join listed m on m.id = b.id
  left join tracing_epidetail e on e.contact_id = t.id
  where t.outcome <> 'void' and t.erased_at is null and c.outcome <> 'void' and c.erased_at is null
    and (l.id is not null or m.id is not null) and b.id is distinct from t.case_id
), once as (
  select distinct on (source, target) * from named order by source, target, id
)
select source, disease, became, person, contact, own, date_last_contact, date_named, household, exposure_setting, how, reached, date_tested,
  follow_up_days, follow_up_last,
  row_number() over (partition by target order by id) = 1 as first
from once order by sha256(%(order)s::bytea || int8send(id))

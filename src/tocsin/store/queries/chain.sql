-- name: up
-- From a case to those who named the person: each link once, however many ways lead to it. A link met twice in
-- one generation is walked on from once; a ring that does not come back to the case ends with the deepest generation.
with recursive walk (source, contact, "case", depth) as (
  select t.case_id, t.id, t.became_case_id, 1
  from tracing_contact t where t.became_case_id = %(case)s and t.case_id <> %(case)s
  union
  select t.case_id, t.id, t.became_case_id, walk.depth + 1
  from walk join tracing_contact t on t.became_case_id = walk.source
  where walk.depth < %(deepest)s and t.case_id <> %(case)s
)
select source, contact, "case", min(depth) as depth from walk
group by source, contact, "case" order by depth, contact limit %(limit)s

-- name: down
-- From a case to those whom it named and who became cases.
with recursive walk (source, contact, "case", depth) as (
  select t.case_id, t.id, t.became_case_id, 1
  from tracing_contact t
  where t.case_id = %(case)s and t.became_case_id is not null and t.became_case_id <> %(case)s
  union
  select t.case_id, t.id, t.became_case_id, walk.depth + 1
  from walk join tracing_contact t on t.case_id = walk."case"
  where walk.depth < %(deepest)s and t.became_case_id is not null and t.became_case_id <> %(case)s
)
select source, contact, "case", min(depth) as depth from walk
group by source, contact, "case" order by depth, contact limit %(limit)s

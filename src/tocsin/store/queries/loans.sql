-- Calls that agents of one département make for another, for a time.

-- name: add
insert into tracing_loan (lender, borrower, tasks, starts_at, ends_at, by)
values (%(lender)s, %(borrower)s, %(tasks)s, %(now)s, %(ends)s, %(by)s)
returning id, lender, borrower, tasks, starts_at, ends_at, by, 0 as moved, 0 as open

-- name: hand
-- So many calls of the lender that nobody has become the borrower's: the earliest deadlines.
with picked as (
  select id from tracing_calltask k
  where k.done_at is null and k.territory = %(lender)s
    and (k.leased_until is null or k.leased_until <= %(now)s)
    and not exists (select from tracing_lent l where l.task_id = k.id)
  order by k.urgent desc, k.deadline, k.id limit %(tasks)s for update of k skip locked
), moved as (
  update tracing_calltask k set territory = %(borrower)s from picked where k.id = picked.id returning k.id)
insert into tracing_lent (task_id, loan_id) select id, %(loan)s from moved

-- name: present
-- Loans that go on, with how many calls were handed over, and how many of those, or of all, are open.
select l.id, l.lender, l.borrower, l.tasks, l.starts_at, l.ends_at, l.by,
  (select count(*) from tracing_lent t where t.loan_id = l.id) as moved,
  case when l.tasks is null
    then (select count(*) from tracing_calltask k where k.done_at is null and k.territory = l.lender)
    else (select count(*) from tracing_lent t join tracing_calltask k on k.id = t.task_id
          where t.loan_id = l.id and k.done_at is null) end as open
from tracing_loan l where l.starts_at <= %(now)s and l.ends_at > %(now)s order by l.ends_at, l.id

-- name: end
update tracing_loan set ends_at = %(now)s where id = %(loan)s and ends_at > %(now)s
returning id, lender, borrower, tasks, starts_at, ends_at, by, 0 as moved, 0 as open

-- name: back
-- Calls of loans that are over, not done and in nobody's hands, are the lender's again; one that an agent has is
-- so once it comes back.
with over as (
  select k.id, n.lender from tracing_lent t
  join tracing_loan n on n.id = t.loan_id and n.ends_at <= %(now)s
  join tracing_calltask k on k.id = t.task_id
  where k.done_at is null and (k.leased_until is null or k.leased_until <= %(now)s)
  for update of k skip locked
), given as (
  update tracing_calltask k set territory = over.lender from over where k.id = over.id returning k.id)
delete from tracing_lent t using given where t.task_id = given.id

-- name: lenders
-- The départements whose calls agents of these may take.
select distinct lender from tracing_loan
where tasks is null and borrower = any(%(territories)s::text[]) and starts_at <= %(now)s and ends_at > %(now)s
order by lender

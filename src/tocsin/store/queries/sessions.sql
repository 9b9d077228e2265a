-- name: begin
insert into staff_session (digest, account_id, began_at, seen_at, until, browser, provider_token)
values (%(digest)s, %(account)s, %(now)s, %(now)s, %(until)s, %(browser)s, %(provider_token)s)

-- name: find
-- Who has come in with a cookie, and when they were last there.
select a.id, a.login, a.name, a.lang,
  coalesce((select array_agg(array[g.role, g.territory] order by g.role, g.territory) from staff_grant g
    where g.account_id = a.id and g.taken_at is null), '{}') as grants,
  s.seen_at
from staff_session s join staff_account a on a.id = s.account_id
where s.digest = %(digest)s and s.until > %(now)s and s.seen_at > %(idle)s and a.closed_at is null

-- name: provider_token
select account_id, provider_token from staff_session where digest = %(digest)s and provider_token is not null

-- name: touch
update staff_session set seen_at = %(now)s where digest = %(digest)s

-- name: list
select digest, began_at, seen_at, browser from staff_session
where account_id = %(account)s and until > %(now)s and seen_at > %(idle)s order by seen_at desc

-- name: end
delete from staff_session where digest = %(digest)s

-- name: end_marked
-- By the beginning of its digest, which opens nothing.
delete from staff_session where account_id = %(account)s and left(encode(digest, 'hex'), 16) = %(mark)s

-- name: end_all
-- Those of an account, and whoever is on the way in with it.
with arriving as (delete from staff_arrival where account_id = %(account)s)
delete from staff_session where account_id = %(account)s

-- name: tidy
delete from staff_session where until <= %(now)s or seen_at <= %(idle)s

-- name: arrive
insert into staff_arrival (digest, account_id, until, proved, next)
values (%(digest)s, %(account)s, %(until)s, false, %(next)s)

-- name: find_arrival
-- Who is on the way in with a cookie, what they proved, and what is still asked of them.
select a.id, a.login, a.name, a.lang,
  coalesce((select array_agg(array[g.role, g.territory] order by g.role, g.territory) from staff_grant g
    where g.account_id = a.id and g.taken_at is null), '{}') as grants,
  r.proved, r.next, a.temporary_until is not null as temporary, a.totp is not null as telephone
from staff_arrival r join staff_account a on a.id = r.account_id
where r.digest = %(digest)s and r.until > %(now)s and a.closed_at is null

-- name: prove_arrival
update staff_arrival set proved = true where digest = %(digest)s

-- name: end_arrival
delete from staff_arrival where digest = %(digest)s

-- name: end_arrivals
delete from staff_arrival where account_id = %(account)s

-- name: tidy_arrivals
delete from staff_arrival where until <= %(now)s

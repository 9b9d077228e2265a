-- name: find
-- An open account by its login, with what is kept of its password.
select a.id, a.login, a.name, a.lang,
  coalesce((select array_agg(array[g.role, g.territory] order by g.role, g.territory) from staff_grant g
    where g.account_id = a.id and g.taken_at is null), '{}') as grants,
  a.password, a.temporary_until
from staff_account a where a.login = %(login)s and a.closed_at is null

-- name: find_subject
-- The account that is bound to a subject of an identity provider, also where it is closed.
select a.id, a.login, a.name, a.lang,
  coalesce((select array_agg(array[g.role, g.territory] order by g.role, g.territory) from staff_grant g
    where g.account_id = a.id and g.taken_at is null), '{}') as grants,
  a.closed_at
from staff_account a where a.issuer = %(issuer)s and a.subject = %(subject)s

-- name: find_present
-- Whose account it is, where somebody is in with it.
select a.id, a.login, a.name, a.lang,
  coalesce((select array_agg(array[g.role, g.territory] order by g.role, g.territory) from staff_grant g
    where g.account_id = a.id and g.taken_at is null), '{}') as grants
from staff_account a
where a.id = %(account)s and exists (select 1 from staff_session s where s.account_id = a.id)

-- name: list
-- Accounts by name: one of a number, or those of a login's beginning or a part of a name.
select a.id, a.login, a.name, a.lang,
  coalesce((select array_agg(array[g.role, g.territory] order by g.role, g.territory) from staff_grant g
    where g.account_id = a.id and g.taken_at is null), '{}') as grants,
  a.password <> '' as local, a.totp is not null as telephone, a.subject is not null as provided,
  a.temporary_until, a.made_at, a.made_by, a.closed_at, a.subject,
  (select max(s.seen_at) from staff_session s where s.account_id = a.id) as seen
from staff_account a
where (%(account)s::bigint is null or a.id = %(account)s) and (%(closed)s or a.closed_at is null)
  and (starts_with(a.login, %(part)s) or position(%(part)s in lower(a.name)) > 0)
order by a.closed_at is not null, lower(a.name), a.login limit %(limit)s

-- name: make
insert into staff_account
  (login, name, lang, password, totp_last, made_at, made_by, temporary_until, issuer, subject)
values (%(login)s, %(name)s, %(lang)s, %(password)s, 0, %(now)s, %(by)s, %(temporary)s,
  %(issuer)s, %(subject)s)
on conflict (login) do nothing returning id

-- name: set_password
update staff_account set password = %(password)s, temporary_until = %(temporary)s where id = %(account)s

-- name: rehash
update staff_account set password = %(password)s where id = %(account)s

-- name: bind
update staff_account set issuer = %(issuer)s, subject = %(subject)s where id = %(account)s

-- name: set_language
update staff_account set lang = %(lang)s where id = %(account)s

-- name: close
update staff_account set closed_at = %(now)s where id = %(account)s and closed_at is null

-- name: lock_administrators
-- Who gives roles in the nation, held so that two do not close each other.
select a.id from staff_account a join staff_grant g on g.account_id = a.id
where g.role = 'administrator' and g.territory = '' and g.taken_at is null and a.closed_at is null
order by a.id for update of a

-- name: name_open
select login, name from staff_account where id = %(account)s and closed_at is null

-- name: names
-- The names of those who have one of these logins.
select login, name from staff_account where login = any(%(logins)s)

-- name: is_local
-- Whether an account has a password of its own.
select password <> '' as local from staff_account where id = %(account)s

-- name: grant
insert into staff_grant (account_id, role, territory, given_at, given_by, taken_by)
values (%(account)s, %(role)s, %(territory)s, %(now)s, %(by)s, '')
on conflict (account_id, role, territory) where taken_at is null do nothing

-- name: revoke
update staff_grant set taken_at = %(now)s, taken_by = %(by)s
where account_id = %(account)s and role = %(role)s and territory = %(territory)s and taken_at is null

-- name: totp
-- The secret of an account's telephone, and the last step of time that was used.
select totp, totp_last from staff_account where id = %(account)s

-- name: enrol
update staff_account set totp = %(totp)s, totp_last = %(last)s where id = %(account)s

-- name: use_step
update staff_account set totp_last = %(step)s where id = %(account)s and totp_last < %(step)s

-- name: keep_codes
insert into staff_recovery (account_id, digest) select %(account)s, unnest(%(digests)s::bytea[])

-- name: use_code
update staff_recovery set used_at = %(now)s
where account_id = %(account)s and digest = %(digest)s and used_at is null

-- name: forget_codes
delete from staff_recovery where account_id = %(account)s

-- name: codes_left
select count(*) from staff_recovery where account_id = %(account)s and used_at is null

-- name: passkeys
select id, name, made_at, used_at, credential from staff_passkey where account_id = %(account)s order by id

-- name: add_passkey
-- One more, where there is room and it is bound to nobody.
insert into staff_passkey (account_id, credential_id, credential, counter, name, made_at)
select %(account)s, %(id)s, %(credential)s, 0, %(name)s, %(now)s
where (select count(*) from staff_passkey where account_id = %(account)s) < %(most)s
on conflict (credential_id) do nothing

-- name: use_passkey
-- A key whose counter does not go on was copied; some keys never count.
update staff_passkey set counter = %(counter)s, used_at = %(now)s
where account_id = %(account)s and credential_id = %(id)s
  and (counter < %(counter)s or (counter = 0 and %(counter)s = 0))

-- name: remove_passkey
delete from staff_passkey where account_id = %(account)s and id = %(id)s

-- name: reset_factors
-- Telephone, codes for its loss and passkeys belong to the account no more.
with codes as (delete from staff_recovery where account_id = %(account)s),
  keys as (delete from staff_passkey where account_id = %(account)s)
update staff_account set totp = null, totp_last = 0 where id = %(account)s

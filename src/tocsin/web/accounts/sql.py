"""The statements of accounts and sessions."""

from typing import Final

_WHO: Final = """
a.id, a.login, a.name, a.lang,
coalesce((select array_agg(array[g.role, g.territory] order by g.role, g.territory) from staff_grant g
  where g.account_id = a.id and g.taken_at is null), '{}')
"""

ACCOUNT: Final = f"""
select {_WHO}, a.password, a.temporary_until from staff_account a
where a.login = %(login)s and a.closed_at is null
"""
NEW_ACCOUNT: Final = """
insert into staff_account
  (login, name, lang, password, totp_last, made_at, made_by, temporary_until, issuer, subject)
values (%(login)s, %(name)s, %(lang)s, %(password)s, 0, %(now)s, %(by)s, %(temporary)s,
  %(issuer)s, %(subject)s)
on conflict (login) do nothing returning id
"""
PASSWORD: Final = """
update staff_account set password = %(password)s, temporary_until = %(temporary)s where id = %(account)s
"""
BOUND: Final = f"""
select {_WHO}, a.closed_at from staff_account a where a.issuer = %(issuer)s and a.subject = %(subject)s
"""
BIND: Final = """
update staff_account set issuer = %(issuer)s, subject = %(subject)s where id = %(account)s
"""
ADMINISTRATORS: Final = """
select a.id from staff_account a join staff_grant g on g.account_id = a.id
where g.role = 'administrator' and g.territory = '' and g.taken_at is null and a.closed_at is null
order by a.id for update of a
"""
_LISTED: Final = f"""
select {_WHO}, a.password <> '', a.totp is not null, a.subject is not null, a.temporary_until, a.made_at,
  a.made_by, a.closed_at, a.subject, (select max(s.seen_at) from staff_session s where s.account_id = a.id)
from staff_account a
"""
LISTED: Final = f"""
{_LISTED} where (%(closed)s or a.closed_at is null)
  and (starts_with(a.login, %(part)s) or position(%(part)s in lower(a.name)) > 0)
order by a.closed_at is not null, lower(a.name), a.login limit %(limit)s
"""
LISTED_ONE: Final = f"{_LISTED} where a.id = %(account)s"
SOMEBODY: Final = f"""
select {_WHO} from staff_account a
where a.id = %(account)s and exists (select 1 from staff_session s where s.account_id = a.id)
"""
NAMED: Final = "select login, name from staff_account where id = %(account)s and closed_at is null"
REHASHED: Final = "update staff_account set password = %(password)s where id = %(account)s"
IS_LOCAL: Final = "select password <> '' from staff_account where id = %(account)s"
LANG: Final = "update staff_account set lang = %(lang)s where id = %(account)s"
CLOSE: Final = """
update staff_account set closed_at = %(now)s where id = %(account)s and closed_at is null returning id
"""
GIVE: Final = """
insert into staff_grant (account_id, role, territory, given_at, given_by, taken_by)
values (%(account)s, %(role)s, %(territory)s, %(now)s, %(by)s, '')
on conflict (account_id, role, territory) where taken_at is null do nothing returning id
"""
TAKE: Final = """
update staff_grant set taken_at = %(now)s, taken_by = %(by)s
where account_id = %(account)s and role = %(role)s and territory = %(territory)s and taken_at is null
returning id
"""

BEGIN: Final = """
insert into staff_session (digest, account_id, began_at, seen_at, until, browser, provider_token)
values (%(digest)s, %(account)s, %(now)s, %(now)s, %(until)s, %(browser)s, %(provider_token)s)
"""
SESSION: Final = f"""
select {_WHO}, s.seen_at from staff_session s join staff_account a on a.id = s.account_id
where s.digest = %(digest)s and s.until > %(now)s and s.seen_at > %(idle)s and a.closed_at is null
"""
PROVIDER_TOKEN: Final = """
select account_id, provider_token from staff_session where digest = %(digest)s and provider_token is not null
"""
SEEN: Final = "update staff_session set seen_at = %(now)s where digest = %(digest)s"
END: Final = "delete from staff_session where digest = %(digest)s"
END_ALL: Final = "delete from staff_session where account_id = %(account)s"
TIDY: Final = "delete from staff_session where until <= %(now)s or seen_at <= %(idle)s"
SESSIONS: Final = """
select digest, began_at, seen_at, browser from staff_session
where account_id = %(account)s and until > %(now)s and seen_at > %(idle)s order by seen_at desc
"""
END_ONE: Final = """
delete from staff_session where account_id = %(account)s and left(encode(digest, 'hex'), 16) = %(mark)s
returning digest
"""

ARRIVE: Final = """
insert into staff_arrival (digest, account_id, until, proved, next)
values (%(digest)s, %(account)s, %(until)s, false, %(next)s)
"""
ARRIVAL: Final = f"""
select {_WHO}, r.proved, r.next, a.temporary_until is not null, a.totp is not null
from staff_arrival r join staff_account a on a.id = r.account_id
where r.digest = %(digest)s and r.until > %(now)s and a.closed_at is null
"""
PROVE: Final = "update staff_arrival set proved = true where digest = %(digest)s"
END_ARRIVAL: Final = "delete from staff_arrival where digest = %(digest)s"
END_ARRIVALS: Final = "delete from staff_arrival where account_id = %(account)s"
TIDY_ARRIVALS: Final = "delete from staff_arrival where until <= %(now)s"

TOTP: Final = "select totp, totp_last from staff_account where id = %(account)s"
ENROL: Final = "update staff_account set totp = %(totp)s, totp_last = %(last)s where id = %(account)s"
NO_TOTP: Final = "update staff_account set totp = null, totp_last = 0 where id = %(account)s"
USE_STEP: Final = """
update staff_account set totp_last = %(step)s where id = %(account)s and totp_last < %(step)s returning id
"""
FORGET_CODES: Final = "delete from staff_recovery where account_id = %(account)s"
KEEP_CODES: Final = """
insert into staff_recovery (account_id, digest) select %(account)s, unnest(%(digests)s::bytea[])
"""
USE_CODE: Final = """
update staff_recovery set used_at = %(now)s
where account_id = %(account)s and digest = %(digest)s and used_at is null returning id
"""
CODES_LEFT: Final = """
select count(*) from staff_recovery where account_id = %(account)s and used_at is null
"""

PASSKEYS: Final = """
select id, name, made_at, used_at, credential from staff_passkey where account_id = %(account)s order by id
"""
ADD_PASSKEY: Final = """
insert into staff_passkey (account_id, credential_id, credential, counter, name, made_at)
select %(account)s, %(id)s, %(credential)s, 0, %(name)s, %(now)s
where (select count(*) from staff_passkey where account_id = %(account)s) < %(most)s
on conflict (credential_id) do nothing returning id
"""
USE_PASSKEY: Final = """
update staff_passkey set counter = %(counter)s, used_at = %(now)s
where account_id = %(account)s and credential_id = %(id)s
  and (counter < %(counter)s or (counter = 0 and %(counter)s = 0)) returning id
"""
REMOVE_PASSKEY: Final = (
    "delete from staff_passkey where account_id = %(account)s and id = %(id)s returning id"
)
FORGET_PASSKEYS: Final = "delete from staff_passkey where account_id = %(account)s"

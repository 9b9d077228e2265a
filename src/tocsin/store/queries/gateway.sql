-- Between the outbox and a network. Every statement works on a batch; %(now)s is handed in.

-- name: claim
-- The next messages of a lane, by priority and deadline: as many as fit into %(room)s parts. The first may be
-- longer than that where nothing else is in the hand (%(alone)s). What is taken is found by an array of keys and not by a
-- join: an outbox that was empty when it was last counted would be joined as a whole, row by row, with all that is ready.
with ready as (
    select message_id, priority, deadline
    from tracing_outbox
    where lane = %(lane)s and leased_by is null and not_before <= %(now)s
    order by priority, deadline
    limit %(room)s
    for update skip locked
), counted as (
    select r.message_id, m.parts,
        sum(m.parts) over (order by r.priority, r.deadline, r.message_id) as parts_so_far
    from ready r
    join tracing_message m on m.id = r.message_id
), taken as (
    update tracing_outbox
    set leased_by = %(gateway)s, leased_until = %(until)s
    where message_id = any(array(
        select message_id from counted
        where parts_so_far <= %(room)s or %(alone)s and parts_so_far = parts))
    returning message_id, priority, deadline, valid_until
)
select t.message_id, t.priority, t.valid_until, m.sender, m.resent, m.parts,
    int8send(m.id) || int8send(m.phone_id) || m.sealed, int8send(p.id) || p.sealed,
    (select count(*) from ready)
from taken t
join tracing_message m on m.id = t.message_id
join tracing_phone p on p.id = m.phone_id
order by t.priority, t.deadline, t.message_id

-- name: claim_whole
-- The same where the network cuts long texts: each takes one place.
with ready as (
    select message_id
    from tracing_outbox
    where lane = %(lane)s and leased_by is null and not_before <= %(now)s
    order by priority, deadline
    limit %(room)s
    for update skip locked
), taken as (
    update tracing_outbox
    set leased_by = %(gateway)s, leased_until = %(until)s
    where message_id = any(array(select message_id from ready))
    returning message_id, priority, deadline, valid_until
)
select t.message_id, t.priority, t.valid_until, m.sender, m.resent, m.parts,
    int8send(m.id) || int8send(m.phone_id) || m.sealed, int8send(p.id) || p.sealed,
    (select count(*) from ready)
from taken t
join tracing_message m on m.id = t.message_id
join tracing_phone p on p.id = m.phone_id
order by t.priority, t.deadline, t.message_id

-- name: claimed_texts
-- Which text of which conversation claimed messages are, for lanes that show its answers as buttons.
select id, key, template, lang from tracing_message where id = any(%(id)s::bigint[])

-- name: early
-- Receipts that came before the parts which are now taken charge of.
delete from tracing_earlyreceipt
where account = %(account)s and remote_id = any(%(remote)s::text[]) and at > %(since)s
returning remote_id, state, at

-- name: crossed
-- Receipts and parts that crossed: each was stored by another process before it could see the other.
delete from tracing_earlyreceipt e
using tracing_part p
where e.account = %(account)s and p.account = e.account and p.remote_id = e.remote_id and e.at > %(since)s
returning e.remote_id, e.state, e.at

-- name: settle
-- Parts of which the network has nothing more to say.
delete from tracing_part
where account = %(account)s and remote_id = any(%(remote)s::text[])
returning remote_id, message_id, part, of

-- name: keep_early
insert into tracing_earlyreceipt (account, remote_id, state, at)
select %(account)s, * from unnest(%(remote)s::text[], %(state)s::text[], %(at)s::timestamptz[])

-- name: keep_parts
-- A network that was started anew may count from one again: its newest part has the reference.
insert into tracing_part (account, remote_id, message_id, part, of, at)
select %(account)s, * from unnest(
    %(remote)s::text[], %(message_id)s::bigint[], %(part)s::smallint[], %(of)s::smallint[], %(at)s::timestamptz[])
on conflict (account, remote_id) do update
set message_id = excluded.message_id, part = excluded.part, of = excluded.of, at = excluded.at

-- name: outcome
-- What became of messages, and the moments of their cases and contacts (whoever confirmed who they are is reached
-- once the instructions are on their telephone); returns those that failed just now. A
-- gateway that stood still stores late what happened early: the earliest moment counts, not the first that came.
with what as (
    select * from unnest(
        %(id)s::bigint[], %(submitted)s::timestamptz[], %(arrived)s::bigint[], %(whole)s::bigint[],
        %(arrived_at)s::timestamptz[], %(failed)s::timestamptz[], %(failure)s::text[],
        %(uncertain)s::timestamptz[], %(resolved)s::boolean[]
    ) as w(id, submitted, arrived, whole, arrived_at, failed, failure, uncertain, resolved)
), changed as (
    update tracing_message m
    set submitted_at = least(m.submitted_at, w.submitted),
        arrived = m.arrived | w.arrived,
        delivered_at = coalesce(
            m.delivered_at, case when w.whole > 0 and (m.arrived | w.arrived) & w.whole = w.whole then w.arrived_at end),
        failed_at = case
            when m.delivered_at is null and not (w.whole > 0 and (m.arrived | w.arrived) & w.whole = w.whole)
            then coalesce(m.failed_at, w.failed) else m.failed_at end,
        failure = case when m.failed_at is null and w.failed is not null then w.failure else m.failure end,
        uncertain_at = case
            when w.resolved and m.resent = 0 then null else coalesce(m.uncertain_at, w.uncertain) end
    from what w
    where m.id = w.id
    returning m.id, m.key, m.phone_id, m.case_id, m.contact_id, m.submitted_at, m.delivered_at,
        case when m.instructs then m.delivered_at end as instructed_at,
        w.failed is not null and m.failed_at = w.failed as failed_now
), cases as (
    update tracing_case c
    set submitted_at = least(c.submitted_at, x.submitted_at),
        delivered_at = least(c.delivered_at, x.delivered_at),
        reached_at = least(c.reached_at, case when c.outcome <> 'wrong_person' then x.instructed_at end)
    from (
        select case_id, min(submitted_at) as submitted_at, min(delivered_at) as delivered_at,
            min(instructed_at) as instructed_at
        from changed where case_id is not null and contact_id is null group by case_id
    ) x
    where c.id = x.case_id
        and (least(c.submitted_at, x.submitted_at) is distinct from c.submitted_at
            or least(c.delivered_at, x.delivered_at) is distinct from c.delivered_at
            or least(c.reached_at, x.instructed_at) is distinct from c.reached_at)
), contacts as (
    update tracing_contact c
    set submitted_at = least(c.submitted_at, x.submitted_at),
        delivered_at = least(c.delivered_at, x.delivered_at),
        reached_at = least(c.reached_at, case when c.outcome <> 'wrong_person' then x.instructed_at end)
    from (
        select contact_id, min(submitted_at) as submitted_at, min(delivered_at) as delivered_at,
            min(instructed_at) as instructed_at
        from changed where contact_id is not null group by contact_id
    ) x
    where c.id = x.contact_id
        and (least(c.submitted_at, x.submitted_at) is distinct from c.submitted_at
            or least(c.delivered_at, x.delivered_at) is distinct from c.delivered_at
            or least(c.reached_at, x.instructed_at) is distinct from c.reached_at)
)
select c.key, c.phone_id, p.shard
from changed c
join tracing_phone p on p.id = c.phone_id
where c.failed_now
order by c.id

-- name: leave
-- The network has them, or will never have them.
delete from tracing_outbox where message_id = any(%(id)s::bigint[])

-- name: give_back
-- They have not left: whoever is next may take them.
update tracing_outbox o
set leased_by = null, leased_until = null, not_before = greatest(o.not_before, w.not_before)
from unnest(%(id)s::bigint[], %(not_before)s::timestamptz[]) as w(id, not_before)
where o.message_id = w.id and o.leased_by = %(gateway)s

-- name: wait
-- They may have left: nobody takes them before there was time for news.
update tracing_outbox o
set leased_by = %(gateway)s, leased_until = %(until)s
where o.message_id = any(%(id)s::bigint[])

-- name: change
-- What was in doubt, and why.
insert into tracing_change (subject, subject_id, what, before, after, why, at, by)
select 'message', w.id, 'uncertain', '', '', w.why, w.at, 'gateway'
from unnest(%(id)s::bigint[], %(why)s::text[], %(at)s::timestamptz[]) as w(id, why, at)

-- name: renew
-- What would end before %(before)s is kept until %(until)s: most of what is in the hand leaves it before.
update tracing_outbox set leased_until = %(until)s
where message_id = any(%(held)s::bigint[]) and leased_by = %(gateway)s and leased_until < %(before)s

-- name: ended
-- Leases that are over: their gateway died, or the doubt has lasted long enough. One that ends later than any
-- lease does (%(most)s) is from before the clock was set back.
select o.message_id, o.valid_until, m.uncertain_at is not null, m.resent,
    m.delivered_at is not null or m.failed_at is not null
from tracing_outbox o
join tracing_message m on m.id = o.message_id
where o.lane = %(lane)s and (o.leased_until < %(now)s or o.leased_until > %(most)s)
    and o.message_id <> all(%(held)s::bigint[])
order by o.message_id
limit 5000
for update of o skip locked

-- name: resend
-- Handed over a second time, knowingly: with why it was in doubt.
with again as (
    update tracing_message m set resent = m.resent + 1
    where m.id = any(%(id)s::bigint[])
    returning m.id, m.resent
), open as (
    update tracing_outbox o set leased_by = null, leased_until = null
    where o.message_id = any(%(id)s::bigint[])
)
insert into tracing_change (subject, subject_id, what, before, after, why, at, by)
select 'message', a.id, 'resent', (a.resent - 1)::text, a.resent::text,
    coalesce((
        select c.why from tracing_change c
        where c.subject = 'message' and c.subject_id = a.id and c.what = 'uncertain'
        order by c.id desc limit 1
    ), 'uncertain'), %(now)s, 'gateway'
from again a

-- name: strays_of_mine
-- Leased to this gateway and not in its hand: a claim whose answer was lost with the connection.
update tracing_outbox o set leased_by = null, leased_until = null
from tracing_message m
where o.lane = %(lane)s and o.leased_by = %(gateway)s and o.message_id <> all(%(held)s::bigint[])
    and m.id = o.message_id and m.uncertain_at is null

-- name: known
-- SMS that stand in the inbox already: handed over again because nobody had told the network. Each is known
-- once. %(again)s: this process saw it come twice.
with came as (
    select n, digest, again, row_number() over (partition by digest, again order by n) as nth
    from unnest(%(digest)s::bytea[], %(again)s::boolean[]) with ordinality as c(digest, again, n)
), stored as (
    select id, digest, gateway = %(gateway)s as again,
        row_number() over (partition by digest, gateway = %(gateway)s order by id) as nth
    from tracing_unconfirmed
    where account = %(account)s and digest = any(%(digest)s::bytea[]) and at > %(since)s
), gone as (
    delete from tracing_unconfirmed u
    using stored s, came c
    where u.id = s.id and s.digest = c.digest and s.again = c.again and s.nth = c.nth
    returning c.n
)
select n::int - 1 from gone

-- name: remember
insert into tracing_unconfirmed (account, digest, gateway, at)
select %(account)s, w.digest, %(gateway)s, w.at
from unnest(%(digest)s::bytea[], %(at)s::timestamptz[]) with ordinality as w(digest, at, n)
order by w.n
returning id

-- name: confirmed
delete from tracing_unconfirmed where id = any(%(id)s::bigint[])

-- name: phones
select number_index, id, shard from tracing_phone where number_index = any(%(number)s::bytea[])

-- name: strays
insert into tracing_stray (id, number_index, sealed, collected_on, at)
select w.id, w.number, w.sealed, %(day)s, w.at
from unnest(%(ids)s::bigint[], %(number_index)s::bytea[], %(sealed)s::bytea[], %(at)s::timestamptz[])
  as w(id, number, sealed, at)

-- name: alive
insert into tracing_worker (name, kind, started_at, seen_at, counts)
values (%(gateway)s, 'gateway', %(started)s, %(now)s, %(counts)s)
on conflict (name) do update set seen_at = excluded.seen_at, counts = excluded.counts

-- name: tidy_early
delete from tracing_earlyreceipt where account = %(account)s and at <= %(since)s

-- name: tidy_unconfirmed
delete from tracing_unconfirmed where account = %(account)s and at <= %(since)s

-- name: last_turn
select (counts->>'turn')::bigint from tracing_worker where name = %(gateway)s

-- Sealing again, and moving blind indexes. {table}, {column}, {index} and {row} are names out of tocsin.tracing.columns.

-- name: page
-- Values under some keys, from a row on. keys: the ids, as bytes. Rows that somebody writes are left for later.
select id, {row} || {column}, collected_on from {table}
where id > %(after)s and substring({column} from 2 for 4) = any(%(keys)s)
order by id limit %(limit)s
for update skip locked

-- name: write
update {table} as t set {column} = v.value
from unnest(%(ids)s::bigint[], %(values)s::bytea[]) as v (id, value)
where t.id = v.id

-- name: under
-- How many values stand under each key, of which day the rows are, and the first of them.
select substring({column} from 2 for 4) as key, collected_on, count(*), min(id) from {table}
where {column} is not null group by 1, 2

-- name: value
select {row} || {column} from {table} where id = %(id)s

-- name: index_page
-- Blind indexes from a row on, and what they were made from; with fill, also those that are still to be made.
select id, {index}, {row} || {column}, {day} from {table}
where id > %(after)s and ({index} is not null or {fill}) and {column} is not null
order by id limit %(limit)s

-- name: shards
-- The shard of a phone is the first byte of its index.
update tracing_phone set shard = get_byte(number_index, 0)
where number_index is not null and shard <> get_byte(number_index, 0)

-- name: timer_shards
update tracing_timer t set shard = p.shard from tracing_phone p where p.id = t.phone_id and t.shard <> p.shard

-- name: inbox_shards
update tracing_inbox i set shard = p.shard from tracing_phone p where p.id = i.phone_id and i.shard <> p.shard

-- name: leased
-- Engines that have a shard now.
select count(distinct worker) from tracing_shardlease where worker is not null and until > %(now)s

-- name: others
-- Other connections to this store.
select count(*) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'

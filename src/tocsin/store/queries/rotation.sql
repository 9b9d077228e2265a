-- Sealing again, and moving blind indexes. {table}, {column}, {index} and {row} are names out of tocsin.privacy.personal_data_inventory.

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
select id, {index}, {row} || {column}, {day}, collected_on from {table}
where id > %(after)s and ({index} is not null or {fill}) and {column} is not null
order by id limit %(limit)s

-- name: index_behind
-- The same of those under none of the living keys. The service runs meanwhile: whoever writes a row is not waited for,
-- and the erasure says that it is still written.
select id, {index}, {row} || {column}, {day}, collected_on from {table}
where id > %(after)s and {index} is not null and {column} is not null
  and substring({index} from 1 for 4) <> all(%(living)s::bytea[])
order by id limit %(limit)s
for update skip locked

-- name: index_left
select count(*) from {table}
where substring({index} from 1 for 4) = any(%(keys)s::bytea[]) and {column} is not null and collected_on > %(up_to)s

-- name: leased
-- Engines that have a shard now.
select count(distinct worker) from tracing_shardlease where worker is not null and until > %(now)s

-- name: others
-- Other connections to this store.
select count(*) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'

-- name: add
insert into tracing_shift (territory, starts_at, ends_at, agents, calls_an_hour)
values (%(territory)s, %(starts)s, %(ends)s, %(agents)s, %(calls)s)
returning id, territory, starts_at, ends_at, agents, calls_an_hour

-- name: present
select id, territory, starts_at, ends_at, agents, calls_an_hour from tracing_shift
where ends_at > %(now)s and ends_at > starts_at order by starts_at, id

-- name: end
-- One that has begun ends now; one that was to come never was.
update tracing_shift set ends_at = greatest(%(now)s, starts_at) where id = %(shift)s and ends_at > %(now)s
returning id, territory, starts_at, ends_at, agents, calls_an_hour

-- name: agents
select coalesce(sum(agents), 0) from tracing_shift
where starts_at <= %(now)s and ends_at > %(now)s

"""A variant says in whose name its reports come and by which channels: everybody asks that of what circulates, and reading it
of the reports took two seconds where a million lie on the disk."""

from django.db import migrations

ADD = """
alter table tracing_campaigntext add column claims text[] not null default '{}', add column channels text[] not null default '{}';
update tracing_campaigntext t set claims = coalesce(r.claims, '{}'), channels = r.channels
from (
  select o.variant_id, array_agg(distinct c.claim) filter (where c.claim is not null) as claims, array_agg(distinct o.channel::text) as channels
  from tracing_report o left join lateral unnest(o.claims) as c (claim) on true where o.variant_id is not null group by o.variant_id
) as r
where r.variant_id = t.id
"""
REMOVE = "alter table tracing_campaigntext drop column claims, drop column channels"


class Migration(migrations.Migration):
    """Adds the columns, and fills them from the reports that are there."""

    dependencies = (("tracing", "0005_calls_set_aside"),)
    operations = (migrations.RunSQL(ADD, REMOVE),)

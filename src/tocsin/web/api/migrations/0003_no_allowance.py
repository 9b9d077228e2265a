"""The counts of the version before, which stand in ``tracing_pageuse`` since: nobody counts in them any more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("api", "0001_squashed_0002_one_limiter")]

    operations = [migrations.RunSQL("drop table if exists api_allowance", migrations.RunSQL.noop)]

"""Reports are grouped by one pass over all variants: no statement looks a band or a mark up in an index any more, and these
two were written with every variant and at every host that one leads to besides.
"""

from django.db import migrations

DROP = "drop index campaigntext_bands; drop index campaigntext_marks"
CREATE = """
create index campaigntext_bands on tracing_campaigntext using gin (bands);
create index campaigntext_marks on tracing_campaigntext using gin (marks)
"""


class Migration(migrations.Migration):
    """Drops the indexes."""

    dependencies = (("tracing", "0003_report_senders"),)
    operations = (migrations.RunSQL(DROP, CREATE),)

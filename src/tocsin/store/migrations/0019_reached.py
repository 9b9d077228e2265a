"""Who was *reached* is told apart from who answered: the deadlines, the calls and the 24 hours go by it.

Those of before are taken for reached where an SMS with the instructions came to them after they had said that it
was them, or where an agent reached them. What the boards have kept is counted anew by the next run.
"""

from django.db import migrations, models

INSTRUCTED = """
update tracing_message set instructs = true where template in ('case.plan', 'contact.plan', 'contact.changed');
update tracing_case c set reached_at = x.at from (
  select id, min(at) as at from (
    select case_id as id, delivered_at as at from tracing_message
    where template = 'case.plan' and contact_id is null
    union all
    select case_id, done_at from tracing_calltask where contact_id is null and outcome = 'reached'
  ) as told where id is not null and at is not null group by id) as x
where c.id = x.id and c.answered_at is not null and c.outcome <> 'wrong_person';
update tracing_contact c set reached_at = x.at from (
  select id, min(at) as at from (
    select contact_id as id, delivered_at as at from tracing_message
    where template in ('contact.plan', 'contact.changed')
    union all
    select contact_id, done_at from tracing_calltask where outcome = 'reached'
  ) as told where id is not null and at is not null group by id) as x
where c.id = x.id and c.answered_at is not null and c.outcome <> 'wrong_person';
delete from tracing_board;
"""


class Migration(migrations.Migration):
    dependencies = (("tracing", "0018_call_draft"),)
    operations = (
        migrations.AddField("case", "reached_at", models.DateTimeField(null=True)),
        migrations.AddField("contact", "reached_at", models.DateTimeField(null=True)),
        migrations.AddField("message", "instructs", models.BooleanField(db_default=False)),
        migrations.RunSQL(INSTRUCTED, migrations.RunSQL.noop),
        migrations.RemoveIndex("case", "case_open"),
        migrations.RemoveIndex("contact", "contact_open"),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=("deadline",),
                condition=models.Q(reached_at=None, closed_at=None),
                name="case_unreached",
            ),
        ),
        migrations.AddIndex(
            "contact",
            models.Index(
                fields=("deadline",),
                condition=models.Q(reached_at=None, closed_at=None, same_as=None, became_case=None),
                name="contact_unreached",
            ),
        ),
    )

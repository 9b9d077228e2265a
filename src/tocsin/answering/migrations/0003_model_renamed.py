"""A model under a longer name: its table keeps the name that it has, and the database is not touched."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = (("reception", "0002_answer_ceilings"),)
    operations = (
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("Asked", "ForwardedSms"),
                migrations.AlterModelTable("ForwardedSms", "reception_asked"),
            ]
        ),
    )

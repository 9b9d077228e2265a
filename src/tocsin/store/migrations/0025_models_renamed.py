"""Models under longer names: their tables keep the names that they have, and the database is not touched."""

from django.db import migrations

NAMES = {
    "Timer": "PhoneTimer",
    "Wording": "PublishedWording",
    "Message": "IssuedSms",
    "Outbox": "OutboxEntry",
    "Part": "PartAwaitingReceipt",
    "Inbox": "InboxLetter",
    "Heard": "MaskedReply",
    "Unconfirmed": "UnconfirmedDelivery",
    "Lent": "LentCall",
}


class Migration(migrations.Migration):
    dependencies = (("tracing", "0024_erasure_asked"),)
    operations = (
        migrations.SeparateDatabaseAndState(
            state_operations=[
                operation
                for old, new in NAMES.items()
                for operation in (
                    migrations.RenameModel(old, new),
                    migrations.AlterModelTable(new, f"tracing_{old.lower()}"),
                )
            ]
        ),
    )

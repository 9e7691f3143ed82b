"""Messages by time, and on SQLite the empty table that finds them: the server fills it beside its work."""

from django.db import migrations, models

from chat.search import sqlite


def create_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(sqlite.CREATE)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(sqlite.DROP)


class Migration(migrations.Migration):
    dependencies = [("chat", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["conversation", "sent_at"], name="message_by_time"),
        ),
        migrations.RunPython(create_index, drop_index),
    ]

import json

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def number_pins(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A pin came after what was said before it: who left then said so in a line of its own."""
    messages = apps.get_model("chat", "Message").objects
    for pin in apps.get_model("chat", "PinnedMessage").objects.select_related("message").defer("message__body"):
        said = messages.filter(conversation=pin.message.conversation_id, sent_at__lte=pin.pinned_at).order_by("-seq")
        pin.pinned_seq = said.values_list("seq", flat=True).first() or pin.message.seq
        pin.save(update_fields=["pinned_seq"])


def title_earlier_leavers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Who left before this was kept, and whose group was renamed since, gets the name they knew, as far as events tell."""
    participants = apps.get_model("chat", "Participant").objects
    events = apps.get_model("realtime", "StoredEvent").objects
    for row in participants.filter(left_seq__isnull=False, left_title="", conversation__kind="group"):
        renamed = events.filter(stream=f"c{row.conversation_id}", type="conversation.retitled")
        if not renamed.filter(seq__gt=row.left_seq).exists():
            continue
        before = renamed.filter(seq__lte=row.left_seq).order_by("-seq").first()
        row.left_title = json.loads(before.payload)["title"] if before else _title_at_joining(events, row)
        row.save(update_fields=["left_title"])


def _title_at_joining(events: models.Manager, row: models.Model) -> str:
    for event in events.filter(stream=f"u{row.user_id}", type="conversation.joined").order_by("-seq"):
        conversation = json.loads(event.payload)["conversation"]
        if conversation["id"] == row.conversation_id:
            return conversation["title"]
    return ""


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0018_group_avatar"),
        ("realtime", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="pinnedmessage",
            name="message",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="pins", to="chat.message"
            ),
        ),
        migrations.AddField(
            model_name="pinnedmessage",
            name="pinned_seq",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="pinnedmessage",
            name="unpinned_seq",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="messagemention",
            name="since_seq",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="messagemention",
            name="until_seq",
            field=models.BigIntegerField(null=True),
        ),
        migrations.RunPython(number_pins, migrations.RunPython.noop),
        migrations.RunPython(title_earlier_leavers, migrations.RunPython.noop),
    ]

from typing import Any

from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    """What was muted told of mentions alone, which only groups have."""
    muted = apps.get_model("chat", "Participant").objects.filter(muted=True)
    muted.filter(conversation__kind="group").update(notify="mentions")
    muted.filter(conversation__kind="direct").update(notify="nothing")


def empty(apps: Any, schema_editor: Any) -> None:
    """The way back."""
    apps.get_model("chat", "Participant").objects.exclude(notify="all").update(muted=True)


class Migration(migrations.Migration):
    dependencies = [("chat", "0013_favourites")]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="notify",
            field=models.CharField(
                choices=[("all", "all messages"), ("mentions", "mentions only"), ("nothing", "nothing")],
                default="all",
                max_length=8,
            ),
        ),
        migrations.RunPython(fill, empty),
        migrations.RemoveField(model_name="participant", name="muted"),
    ]

from typing import Any

from django.db import migrations, models
from django.db.models import F


def fill(apps: Any, schema_editor: Any) -> None:
    """Who has come so far reads from then on."""
    apps.get_model("chat", "Participant").objects.filter(joined_seq__gt=0).update(came_seq=F("joined_seq"))


class Migration(migrations.Migration):
    dependencies = [("chat", "0011_previews")]

    operations = [
        migrations.AddField(model_name="participant", name="came_seq", field=models.BigIntegerField(default=0)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

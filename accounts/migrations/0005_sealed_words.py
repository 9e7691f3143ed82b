"""What people wrote to each other and for themselves is sealed; which switches they have set can still be looked for."""

from collections.abc import Callable
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def copy(source: str, target: str) -> Callable[[Any, Any], None]:
    """Everybody's settings, from one column into the other."""

    def copied(apps: Any, schema_editor: Any) -> None:
        apps.get_model("accounts", "User").objects.update(**{target: models.F(source)})

    return copied


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_delete_knownaddress"),
    ]

    operations = [
        # Not renamed: MariaDB can't rename a column of JSON back, for its check names it.
        migrations.AddField(
            model_name="user", name="switches", field=models.JSONField(blank=True, default=dict, editable=False)
        ),
        migrations.RunPython(copy("settings", "switches"), copy("switches", "settings")),
        migrations.RemoveField(model_name="user", name="settings"),
        migrations.CreateModel(
            name="OwnSettings",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("content", models.TextField()),
            ],
        ),
        migrations.AlterField(model_name="friendrequest", name="note", field=models.TextField(blank=True, default="")),
        migrations.AlterField(
            model_name="friendrequest", name="reason", field=models.TextField(blank=True, default="")
        ),
    ]

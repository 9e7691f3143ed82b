from typing import Any

from django.db import migrations, models

from accounts.text import fold

AT_ONCE = 500


def fill(apps: Any, schema_editor: Any) -> None:
    """Gives every group the key its name is found by, and keeps its number from being given again."""
    groups, numbers = apps.get_model("groups", "Group"), apps.get_model("groups", "UsedNumber")
    rows = list(groups.objects.only("id", "number", "name"))
    for row in rows:
        row.name_key = fold(row.name)
    groups.objects.bulk_update(rows, ["name_key"], batch_size=AT_ONCE)
    numbers.objects.bulk_create([numbers(number=row.number) for row in rows], batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("groups", "0002_announcements")]

    operations = [
        migrations.CreateModel(
            name="UsedNumber",
            fields=[("number", models.BigIntegerField(primary_key=True, serialize=False))],
        ),
        migrations.AddField(
            model_name="group",
            name="name_key",
            field=models.CharField(db_index=True, default="", editable=False, max_length=191),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="group",
            name="join_mode",
            field=models.CharField(
                choices=[
                    ("open", "everybody may join"),
                    ("approval", "by approval"),
                    ("invitation", "by invitation only"),
                ],
                default="invitation",
                max_length=10,
                verbose_name="who may join",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

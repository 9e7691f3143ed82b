from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def number_versions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Each earlier version was ended by an edit; the last of either belong together, where older events are gone."""
    versions = apps.get_model("chat", "MessageVersion").objects
    changes = apps.get_model("chat", "MessageChange").objects.filter(kind="message.edited")
    for message in versions.values_list("message_id", flat=True).distinct():
        numbers = changes.filter(message=message).order_by("-seq").values_list("seq", flat=True)
        ids = versions.filter(message=message).order_by("-id").values_list("id", flat=True)
        for pk, number in zip(list(ids), list(numbers), strict=False):
            versions.filter(id=pk).update(replaced_seq=number)


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0016_inline"),
    ]

    operations = [
        migrations.AddField(
            model_name="messageversion",
            name="replaced_seq",
            field=models.BigIntegerField(default=0),
        ),
        migrations.RunPython(number_versions, migrations.RunPython.noop),
    ]

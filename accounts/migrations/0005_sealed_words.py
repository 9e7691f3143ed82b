"""What people wrote to each other and for themselves is sealed; which switches they have set can still be looked for."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_delete_knownaddress"),
    ]

    operations = [
        migrations.RenameField(model_name="user", old_name="settings", new_name="switches"),
        migrations.AlterField(
            model_name="user", name="switches", field=models.JSONField(blank=True, default=dict, editable=False)
        ),
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

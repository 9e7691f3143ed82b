"""Session keys are stored as hashes only: sessions stored under the key itself end, and with them their devices."""

from django.db import migrations


def end_browser_sessions(apps, schema_editor):
    apps.get_model("sessions", "Session").objects.all().delete()
    apps.get_model("accounts", "Device").objects.filter(kind="browser").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(end_browser_sessions, migrations.RunPython.noop),
        migrations.RemoveField(model_name="device", name="session_key"),
    ]

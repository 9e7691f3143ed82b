from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0017_replaced_seq"),
    ]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="avatar",
            field=models.CharField(blank=True, default="", editable=False, max_length=191),
        ),
    ]

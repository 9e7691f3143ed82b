"""Names lose what can't be seen in them."""

from typing import Any

from django.db import migrations

from accounts.names import clean_name
from accounts.text import fold


def clean(apps: Any, schema_editor: Any) -> None:
    groups, conversations = apps.get_model("groups", "Group"), apps.get_model("chat", "Conversation")
    for pk, conversation, number, name, key in list(
        groups.objects.values_list("pk", "conversation_id", "number", "name", "name_key")
    ):
        cleaned = clean_name(name) or str(number)
        if (cleaned, fold(cleaned)) != (name, key):
            groups.objects.filter(pk=pk).update(name=cleaned, name_key=fold(cleaned))
            conversations.objects.filter(pk=conversation).update(title=cleaned)
    memberships = apps.get_model("groups", "Membership")
    for pk, nickname in list(memberships.objects.exclude(nickname="").values_list("pk", "nickname")):
        if (cleaned := clean_name(nickname)) != nickname:
            memberships.objects.filter(pk=pk).update(nickname=cleaned)


class Migration(migrations.Migration):
    dependencies = [("groups", "0010_taken_back"), ("chat", "0017_replaced_seq"), ("accounts", "0005_sealed_words")]

    operations = [migrations.RunPython(clean, migrations.RunPython.noop)]

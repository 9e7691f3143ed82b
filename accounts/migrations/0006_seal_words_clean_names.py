"""What was written before is sealed where there are keys, and names lose what can't be seen in them."""

from typing import Any

import msgspec
from django.db import migrations

from accounts.names import clean_name
from accounts.text import fold
from ggtalk.sealing.keys import ring

ROWS_AT_ONCE = 500


def forward(apps: Any, schema_editor: Any) -> None:
    _move_settings(apps.get_model("accounts", "User"), apps.get_model("accounts", "OwnSettings"))
    _seal_requests(apps.get_model("accounts", "FriendRequest"))
    _clean_users(apps.get_model("accounts", "User"))
    friendships = apps.get_model("accounts", "Friendship").objects.exclude(remark="")
    for pk, remark in friendships.values_list("pk", "remark").iterator(ROWS_AT_ONCE):
        if (cleaned := clean_name(remark)) != remark:
            friendships.model.objects.filter(pk=pk).update(remark=cleaned)


def _move_settings(users: Any, own_settings: Any) -> None:
    made = []
    for pk, settings in list(users.objects.values_list("pk", "switches")):
        if not settings:
            continue
        switches = {name: value for name, value in settings.items() if isinstance(value, bool)}
        written = {name: value for name, value in settings.items() if name not in switches}
        made.append(own_settings(user_id=pk, content=ring().seal(msgspec.json.encode(written).decode())))
        users.objects.filter(pk=pk).update(switches=switches)
    own_settings.objects.bulk_create(made, batch_size=ROWS_AT_ONCE)


def _seal_requests(requests: Any) -> None:
    seal = ring().seal
    for pk, note, reason in list(requests.objects.values_list("pk", "note", "reason")):
        if (sealed := (seal(note), seal(reason))) != (note, reason):
            requests.objects.filter(pk=pk).update(note=sealed[0], reason=sealed[1])


def _clean_users(users: Any) -> None:
    for pk, account, name, key in list(users.objects.values_list("pk", "account", "name", "name_key")):
        cleaned = clean_name(name) or (account if name else "")
        if (cleaned, fold(cleaned)) != (name, key):
            users.objects.filter(pk=pk).update(name=cleaned, name_key=fold(cleaned))


def backward(apps: Any, schema_editor: Any) -> None:
    users = apps.get_model("accounts", "User")
    for row in list(apps.get_model("accounts", "OwnSettings").objects.all()):
        user = users.objects.get(pk=row.user_id)
        settings = {**msgspec.json.decode(ring().open(row.content)), **user.switches}
        users.objects.filter(pk=user.pk).update(switches=settings)
        row.delete()
    requests = apps.get_model("accounts", "FriendRequest")
    for pk, note, reason in list(requests.objects.values_list("pk", "note", "reason")):
        requests.objects.filter(pk=pk).update(note=ring().open(note), reason=ring().open(reason))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_sealed_words"),
    ]

    operations = [
        migrations.RunPython(forward, backward),
    ]

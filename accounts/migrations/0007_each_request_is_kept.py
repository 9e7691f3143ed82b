"""Who asks again after an answer does not take the place of the earlier request."""

from typing import Any

from django.db import migrations

from accounts.queries.batches import parts


def keep_the_last(apps: Any, schema_editor: Any) -> None:
    """One request for each two people and direction, as before."""
    requests = apps.get_model("accounts", "FriendRequest").objects
    kept: set[tuple[int, int]] = set()
    earlier: list[int] = []
    for pk, *pair in requests.order_by("-created_at", "-id").values_list("pk", "from_user_id", "to_user_id"):
        if (pair[0], pair[1]) in kept:
            earlier.append(pk)
        kept.add((pair[0], pair[1]))
    for part in parts(earlier):
        requests.filter(pk__in=part).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_seal_words_clean_names"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="friendrequest",
            name="request_once",
        ),
        migrations.RunPython(migrations.RunPython.noop, keep_the_last),
    ]

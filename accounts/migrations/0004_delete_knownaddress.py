"""Where people have signed in from is not kept any more: a browser brings its own cookie."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Drops the table of known addresses."""

    dependencies: ClassVar = [("accounts", "0003_names_for_operators")]

    operations: ClassVar = [migrations.DeleteModel(name="KnownAddress")]

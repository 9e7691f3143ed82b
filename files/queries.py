"""What files there are, and what somebody has uploaded."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from accounts.queries.batches import parts
from files.models import File


def file_with_content(file: int) -> File | None:
    """One file, its content loaded."""
    return File.objects.filter(pk=file).select_related("content__voice").first()


def files_by_ids(files: Collection[int]) -> dict[int, File]:
    """Files that exist, their contents loaded: one query for a batch."""
    found = File.objects.select_related("content__voice")
    return {file.pk: file for part in parts(files) for file in found.filter(pk__in=part)}


def uploads_of(user: int) -> list[dict[str, Any]]:
    """Everything a user has uploaded, for their export."""
    rows = File.objects.filter(owner=user).select_related("content").order_by("id")
    return [
        {"file": file.pk, "type": file.content.media_type, "size_bytes": file.content.size_bytes, "at": file.created_at}
        for file in rows
    ]

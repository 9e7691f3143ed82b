"""What is done later: the smaller ones of pictures, and voices as every browser plays them."""

from __future__ import annotations

from files.actions import aac_of, add_preview
from files.models import Content, Preview
from files.pictures import smaller
from files.storage import discard, opened
from files.work import Discard, MakeAac, MakePreviews
from ggtalk.jobs.kinds import performs

SIDE_PIXELS = {Preview.Size.SMALL: 640, Preview.Size.LARGE: 1600}


@performs(MakePreviews, lease_seconds=300)
def make_previews(job: int, wanted: MakePreviews) -> None:
    """Makes those that are not there yet, of a picture that still is."""
    content = Content.objects.filter(pk=wanted.content).first()
    if content is None:
        return
    there = set(content.previews.values_list("size", flat=True))
    for size, side_pixels in SIDE_PIXELS.items():
        if size not in there:
            with opened(content.name) as source:
                encoded = smaller(source, side_pixels)
            if encoded is not None:
                add_preview(content.pk, size, encoded)


@performs(Discard, most_tries=10_000)
def discard_stored(job: int, wanted: Discard) -> None:
    """Takes them away, those that are still there."""
    discard(*wanted.names)


@performs(MakeAac, lease_seconds=300)
def make_aac(job: int, wanted: MakeAac) -> None:
    """Makes it unless it is there, of a voice that still is."""
    aac_of(wanted.content)

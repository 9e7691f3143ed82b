"""What is done later: messages burn, and links get previews."""

from __future__ import annotations

import hashlib
import io
import logging
import time

import msgspec
from django.core.cache import cache

from accounts.throttle import Limit, take
from chat.actions import add_preview, burn_for, burn_message, preview_wanted
from chat.previews.fetching import MOST_SECONDS, Wanted, fetch
from chat.previews.pages import Page, page_of
from chat.work import Burn, BurnFor, PreviewLink
from files.actions import share_files, upload_picture
from files.serializers import FileData
from ggtalk.abroad.addresses import NotVisitedError
from ggtalk.errors import Refused
from ggtalk.jobs.kinds import performs
from ggtalk.sealing.keys import ring

logger = logging.getLogger(__name__)

MOST_TRIES = 10_000
"""A year of hours: what was promised to be gone is never given up."""
PREVIEWS = Limit("link previews", 60, 60 * 60)
"""Pages fetched for each user; what is remembered does not count."""
HTML = Wanted(media_types=("text/html", "application/xhtml+xml"), most_bytes=512 * 1024, whole=False)
PICTURE = Wanted(
    media_types=("image/png", "image/jpeg", "image/webp", "image/gif"), most_bytes=5 * 1024 * 1024, whole=True
)
KEPT_SECONDS = 24 * 60 * 60
FAILURE_KEPT_SECONDS = 60 * 60


@performs(Burn, lease_seconds=30, most_tries=MOST_TRIES)
def burn(job: int, wanted: Burn) -> None:
    """Burns it, if it is still there."""
    burn_message(wanted.message)


@performs(BurnFor, lease_seconds=30, most_tries=MOST_TRIES)
def burn_for_one(job: int, wanted: BurnFor) -> None:
    """Burns it for them."""
    burn_for(wanted.message, wanted.user)


class _Remembered(msgspec.Struct):
    """What is known of an address: its page, and a file that shows its picture. No page: there is nothing to show."""

    page: Page | None = None
    file: int | None = None


@performs(PreviewLink, lease_seconds=120, most_tries=2, abroad=True)
def preview_link(job: int, wanted: PreviewLink) -> None:
    """Makes it where the message still wants one, and what is behind the link can be shown."""
    asked = preview_wanted(wanted.message)
    if asked is None:
        return
    sender, url = asked
    key = f"link-preview:{hashlib.sha256(url.encode()).hexdigest()}"
    found = _recalled(key)
    if found is None:
        try:
            take(PREVIEWS, str(sender))
        except Refused:
            return
        found = _visited(sender, url)
        _remember(key, found)
        file = found.file
    else:
        file = _own_copy(sender, found.file)
    if found.page is not None:
        add_preview(wanted.message, url, found.page, file)


def _remember(key: str, found: _Remembered) -> None:
    """Sealed like the message that shows it: the cache may be another machine's."""
    sealed = ring().seal(msgspec.json.encode(found).decode())
    cache.set(key, sealed, KEPT_SECONDS if found.page else FAILURE_KEPT_SECONDS)


def _recalled(key: str) -> _Remembered | None:
    """What is known of a page; nothing where its key was taken away since."""
    try:
        known = cache.get(key)
        return known and msgspec.json.decode(ring().open(known), type=_Remembered)
    except Refused:
        return None


def _visited(sender: int, url: str) -> _Remembered:
    ends_at = time.monotonic() + MOST_SECONDS
    try:
        page = page_of(fetch(url, HTML, ends_at=ends_at))
    except NotVisitedError as reason:
        logger.info("no preview of a link: %s", reason)
        return _Remembered()
    return _Remembered(page, _picture(sender, page.image, ends_at) if page and page.image else None)


def _picture(sender: int, url: str, ends_at: float) -> int | None:
    """The picture of a page as a file of the sender's, made harmless like any other upload."""
    try:
        return upload_picture(sender, io.BytesIO(fetch(url, PICTURE, ends_at=ends_at).content)).id
    except (NotVisitedError, Refused) as reason:
        logger.info("no picture for a preview: %s", reason)
        return None


def _own_copy(sender: int, file: int | None) -> int | None:
    shared = share_files(sender, [file]) if file is not None else {}
    return next((one.id for one in shared.values() if isinstance(one, FileData)), None)

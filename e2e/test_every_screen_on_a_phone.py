"""A walk over every screen on a phone: pictures of all of them, and what axe says about them."""

from __future__ import annotations

import pytest

from e2e.browser import NARROW, Windows
from e2e.gallery.scene import Scene
from e2e.gallery.walk import EVERYTHING, PARTS, Walk, look_at

PHONE = {"narrow": NARROW}


@pytest.mark.parametrize(
    "walk", [Walk("zh-CN", PHONE, whole=EVERYTHING), Walk("en", PHONE, whole=True)], ids=["zh-CN", "en"]
)
@pytest.mark.parametrize("part", PARTS)
def test_every_screen_fits_a_phone_and_axe_finds_nothing_serious(
    windows: Windows, scene: Scene, part: str, walk: Walk
) -> None:
    found = look_at(part, windows, scene, walk)
    assert found.too_wide == []
    assert found.axe == {}

"""What a finger does on a phone that a mouse does otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import CDPSession, Locator, Page, expect


class Finger:
    """One that rests where it was put, until it is lifted."""

    def __init__(self, target: Locator) -> None:
        self._at = middle_of(target)
        self._session = target.page.context.new_cdp_session(target.page)
        tell(self._session, "touchStart", self._at)

    def move(self, right: float, down: float) -> None:
        """By so many pixels."""
        self._at = (self._at[0] + right, self._at[1] + down)
        tell(self._session, "touchMove", self._at)

    def lift(self) -> None:
        tell(self._session, "touchEnd")
        self._session.detach()


def middle_of(target: Locator) -> tuple[float, float]:
    box = target.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def tell(session: CDPSession, what: str, *points: tuple[float, float]) -> None:
    """Lets the browser feel fingers at these points of the window."""
    touched = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
    session.send("Input.dispatchTouchEvent", {"type": what, "touchPoints": touched})


@contextmanager
def hold(target: Locator) -> Iterator[Finger]:
    """A finger on it meanwhile."""
    finger = Finger(target)
    yield finger
    finger.lift()


def press(target: Locator) -> None:
    """Rests a finger on it until a menu opens, and lifts it."""
    target.tap(trial=True)  # waits until it lies still and nothing lies over it
    with hold(target):
        expect(target.page.get_by_role("menu")).to_be_visible()


def pinch(target: Locator, factor: float, reach: float = 60) -> None:
    """Two fingers on it, moved apart or together; `reach`: how far from its middle they begin, in pixels."""
    x, y = middle_of(target)
    session = target.page.context.new_cdp_session(target.page)
    tell(session, "touchStart", (x - reach, y), (x + reach, y))
    for step in range(1, 6):
        now = reach * (1 + (factor - 1) * step / 5)
        tell(session, "touchMove", (x - now, y), (x + now, y))
    tell(session, "touchEnd")
    session.detach()


def pick(page: Page, label: str) -> None:
    """Taps on an item of the menu that is open, which closes it."""
    page.get_by_role("menuitem", name=label, exact=True).tap()
    expect(page.get_by_role("menu")).to_have_count(0)


def press_and_pick(target: Locator, label: str) -> None:
    press(target)
    pick(target.page, label)

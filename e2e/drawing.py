"""Drawing as people do it with mouse and finger, and what arrives of it."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from e2e.program import Program
from e2e.screens import messages

Line = Sequence[tuple[float, float]]
"""Places on what is drawn on, from 0 to 1 both ways."""
MOVES_AFTER_SECONDS = 0.05
BLACK, RED, BLUE = (22, 32, 46, 255), (214, 40, 57, 255), (22, 104, 220, 255)
WHITE, NOTHING = (255, 255, 255, 255), (0, 0, 0, 0)


def between(start: tuple[float, float], end: tuple[float, float], steps: int = 20) -> Line:
    """A straight line."""
    (x, y), (to_x, to_y) = start, end
    return [(x + (to_x - x) * n / steps, y + (to_y - y) * n / steps) for n in range(steps + 1)]


def places(ground: Locator, line: Line) -> list[tuple[float, float]]:
    """Where that is in the window, in pixels."""
    box = ground.bounding_box()
    assert box is not None
    return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in line]


def draw(ground: Locator, line: Line) -> None:
    """Draws a line with the mouse."""
    mouse = ground.page.mouse
    first, *others = places(ground, line)
    mouse.move(*first)
    mouse.down()
    for place in others:
        mouse.move(*place)
    mouse.up()


def point_at(ground: Locator, place: tuple[float, float]) -> None:
    """Clicks there."""
    ((x, y),) = places(ground, [place])
    ground.page.mouse.click(x, y)


def touch(ground: Locator, line: Line) -> None:
    """Draws a line with a finger, slowly: after a fast one the browser takes the next tap for the end of a fling."""
    finger = ground.page.context.new_cdp_session(ground.page)
    begun_at = time.time()
    for n, (x, y) in enumerate(places(ground, line)):
        kind = "touchMove" if n else "touchStart"
        point = {"type": kind, "touchPoints": [{"x": x, "y": y}], "timestamp": begun_at + n * MOVES_AFTER_SECONDS}
        finger.send("Input.dispatchTouchEvent", point)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    finger.detach()


def received(page: Page, person: Program, conversation: int) -> Image.Image:
    """The only picture of the conversation, as this person gets it in this window."""
    expect(messages(page).get_by_role("button", name="Look at picture")).to_have_count(1)
    (told,) = person.history(conversation)
    (image,) = told["body"]["images"]
    answer = page.request.get(f"/api/files/{image['id']}/")
    picture = Image.open(io.BytesIO(answer.body())).convert("RGBA")
    assert picture.size == (image["width"], image["height"])
    return picture


def count(picture: Image.Image, colour: tuple[int, int, int, int]) -> int:
    """How many pixels have exactly this colour."""
    return {found: number for number, found in picture.getcolors(maxcolors=10**8) or []}.get(colour, 0)


def seen(picture: Image.Image, x: int, y: int) -> bool:
    """Whether something was drawn there."""
    return pixel(picture, x, y)[3] > 200


def pixel(picture: Image.Image, x: int, y: int) -> tuple[int, ...]:
    """Red, green, blue and opacity, each up to 255."""
    values = picture.getpixel((x, y))
    assert isinstance(values, tuple)
    return values

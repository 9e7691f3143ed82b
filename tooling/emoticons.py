"""Draws the built-in stickers, moving WebP and a still of each: python -m tooling.emoticons.

Everything is drawn here from circles, lines and curves, so that the pictures are this project's own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image, ImageDraw

from tooling.emoticon_pen import INK, SHARPNESS, SIDE, Pen, Point, curve, swing

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "chat" / "frontend" / "stickers" / "builtin"
NAMES = ROOT / "chat" / "stickers.txt"

FRAMES, FRAME_MS = 12, 90

SKIN, EDGE, WHITE, MOUTH = "#ffd34d", "#f2a81d", "#ffffff", "#8c2f2b"
TONGUE, BLUSH, RED, BLUE, DEEP_BLUE = "#f2788a", "#ff9d76", "#e8394f", "#6cc4f5", "#3f9fe0"
CONFETTI = ("#e8394f", "#3f9fe0", "#3bb273", "#9b5de5", "#ff9f1c")


def head(pen: Pen, fill: str = SKIN) -> None:
    pen.oval((50, 52), (42, 42), EDGE)
    pen.oval((50, 50.5), (40, 40), fill)
    pen.oval((38, 30), (15, 8), "#ffe490" if fill == SKIN else fill)


def eyes(pen: Pen, open_: float = 1, look: Point = (0, 0)) -> None:
    for x in (35, 65):
        if open_ < 0.25:
            pen.arc((x, 47), (7, 5), (200, 340))
        else:
            pen.oval((x + look[0], 44 + look[1]), (5.5, 8 * open_), INK)
            pen.oval((x - 1.5 + look[0], 41 + look[1]), (1.9, 2.4 * open_), WHITE)


def happy_eyes(pen: Pen) -> None:
    for x in (34, 66):
        pen.arc((x, 47), (8, 9), (195, 345))


def cheeks(pen: Pen, size: float = 1) -> None:
    for x in (23, 77):
        pen.oval((x, 59), (7 * size, 4.6 * size), BLUSH)


def grin(pen: Pen, depth: float) -> None:
    pen.shape(curve((50, 58), (22, depth), (0, 180)), MOUTH)
    pen.shape(curve((50, 58 + depth * 0.62), (11, depth * 0.33), (0, 180)), TONGUE)
    pen.shape([(30, 58), (70, 58), (68, 62), (32, 62)], WHITE)


def heart_at(pen: Pen, middle: Point, size: float, fill: str = RED) -> None:
    x, y = middle
    turns = [2 * math.pi * step / 60 for step in range(60)]
    outline = [
        (16 * math.sin(a) ** 3, -(13 * math.cos(a) - 5 * math.cos(2 * a) - 2 * math.cos(3 * a) - math.cos(4 * a)))
        for a in turns
    ]
    pen.shape([(x + size * px / 17, y + size * py / 17) for px, py in outline], fill)


def drop_at(pen: Pen, middle: Point, size: float) -> None:
    x, y = middle
    pen.oval((x, y + size * 0.3), (size * 0.62, size * 0.7), BLUE)
    pen.shape([(x, y - size), (x + size * 0.56, y + size * 0.05), (x - size * 0.56, y + size * 0.05)], BLUE)


def smile(pen: Pen, t: float) -> None:
    head(pen)
    eyes(pen, 0.1 if 0.42 < t < 0.56 else 1)
    cheeks(pen)
    pen.arc((50, 56), (19, 14 + swing(t)), (15, 165))


def laugh(pen: Pen, t: float) -> None:
    pen = pen.moved(0, 2.5 * swing(t, 2))
    head(pen)
    happy_eyes(pen)
    grin(pen, 21 + 3 * swing(t, 2))
    for side in (-1, 1):
        drop_at(pen, (50 + side * (38 + 4 * t), 44 + 16 * t), 7)


def wink(pen: Pen, t: float) -> None:
    head(pen)
    shut = 0.3 < t < 0.7
    pen.oval((35, 44), (5.5, 8), INK)
    pen.oval((33.5, 41), (1.9, 2.4), WHITE)
    if shut:
        pen.arc((65, 47), (8, 5), (195, 345))
    else:
        pen.oval((65, 44), (5.5, 8), INK)
        pen.oval((63.5, 41), (1.9, 2.4), WHITE)
    pen.arc((52, 56), (18, 14), (20, 160) if not shut else (5, 165))


def love(pen: Pen, t: float) -> None:
    head(pen)
    for x in (33, 67):
        heart_at(pen, (x, 44), 12 + 2.2 * swing(t, 2))
    grin(pen, 18)


def kiss(pen: Pen, t: float) -> None:
    head(pen)
    happy_eyes(pen)
    cheeks(pen)
    pen.oval((50, 66), (5 + swing(t), 6.5 + swing(t)), RED)
    heart_at(pen, (66 + 20 * t, 62 - 44 * t), 5 + 7 * math.sin(math.pi * t))


def shy(pen: Pen, t: float) -> None:
    pen = pen.moved(2.5 * swing(t), 0)
    head(pen)
    eyes(pen, 0.9, (3 * swing(t), 2))
    cheeks(pen, 1.45 + 0.2 * swing(t, 2))
    pen.line([(42, 68), (46, 66), (50, 68), (54, 66), (58, 68)], width=3.6)


def cool(pen: Pen, t: float) -> None:
    head(pen)
    pen.arc((50, 58), (17, 12), (20, 150))
    fall = min(0.0, -38 + 114 * t) if t < 0.5 else 0.0
    glasses = pen.moved(0, fall)
    glasses.line([(12, 38), (88, 38)], "#1d2433", 4)
    for x in (33, 67):
        glasses.shape(curve((x, 38), (15, 16), (0, 180)), "#1d2433")
    shine = 22 + 56 * max(0.0, t - 0.5) * 2
    if 0.55 < t < 0.95:
        glasses.line([(shine, 40), (shine - 3, 47)], WHITE, 2.4)


def cry(pen: Pen, t: float) -> None:
    pen = pen.moved(0, 1.2 * swing(t, 2))
    head(pen)
    for x in (34, 66):
        pen.line([(x - 6, 54), (x - 6, 82)], BLUE, 9)
        pen.oval((x - 6 + swing(t, 2), 60 + 22 * ((t * 2) % 1)), (3.2, 4.6), WHITE)
        pen.arc((x, 46), (8, 6), (20, 160))
    pen.shape(curve((50, 76), (12, 13), (180, 360)), MOUTH)


def angry(pen: Pen, t: float) -> None:
    pen = pen.moved(1.4 * swing(t, 4), 0)
    head(pen, "#ff8f5a" if t < 0.5 else "#ff7a4d")
    pen.line([(24, 36), (42, 43)], width=5)
    pen.line([(76, 36), (58, 43)], width=5)
    for x in (36, 64):
        pen.oval((x, 50), (4.6, 5.6), INK)
    pen.arc((50, 76), (15, 9), (200, 340))
    for side in (-1, 1):
        pen.oval((50 + side * (40 + 6 * t), 20 - 10 * t), (7 * (1 - t) + 1, 6 * (1 - t) + 1), "#cfd6e2")


def surprise(pen: Pen, t: float) -> None:
    jump = -4 * abs(swing(t))
    pen = pen.moved(0, jump + 2)
    head(pen)
    for x in (34, 66):
        pen.oval((x, 44), (10, 11), WHITE)
        pen.oval((x, 44), (4.4, 5.2), INK)
        pen.arc((x, 30), (9, 6 - jump), (205, 335))
    pen.oval((50, 71), (8, 9 - jump), MOUTH)


def think(pen: Pen, t: float) -> None:
    head(pen)
    eyes(pen, 1, (3 * swing(t), -3))
    pen.line([(58, 29 + swing(t)), (74, 26 - swing(t))], width=4)
    pen.line([(40, 68), (60, 66)])
    for number in range(3):
        if t * 4 > number:
            pen.oval((66 + number * 11, 14 - number * 2), (3.6, 3.6), "#8b96a8")


def sleep(pen: Pen, t: float) -> None:
    head(pen)
    for x in (34, 66):
        pen.arc((x, 44), (8, 6), (20, 160))
    breath = (1 + swing(t)) / 2
    pen.oval((50, 68), (4 + 2 * breath, 3.4 + 3 * breath), MOUTH)
    pen.oval((61, 64), (3 + 8 * breath, 3 + 8 * breath), BLUE)
    for number in range(2):
        far = (t + number * 0.5) % 1
        size, left, top = 3 + 6 * far, 66 + 18 * far, 30 - 24 * far
        letter = [(0, 0), (size, 0), (0, size), (size, size)]
        pen.line([(left + right, top + down) for right, down in letter], DEEP_BLUE, 3)


def sweat(pen: Pen, t: float) -> None:
    head(pen)
    happy_eyes(pen)
    pen.shape(curve((50, 62), (18, 10), (0, 180)), MOUTH)
    pen.shape([(32, 62), (68, 62), (66, 66), (34, 66)], WHITE)
    drop_at(pen, (80, 24 + 26 * t), 9 * math.sin(math.pi * min(1.0, t + 0.12)))


def dizzy(pen: Pen, t: float) -> None:
    pen = pen.moved(3 * swing(t), 1.5 * swing(t, 2))
    head(pen)
    for x in (34, 66):
        turns = [(n / 3.2, math.radians(24 * n + 360 * t)) for n in range(30)]
        spiral = [(x + far * math.cos(turn), 45 + far * math.sin(turn)) for far, turn in turns]
        pen.line(spiral, width=3)
    wave = [(34 + 2 * n, 70 + 2.4 * math.sin(n * 0.9 + 2 * math.pi * t)) for n in range(17)]
    pen.line(wave)


def party(pen: Pen, t: float) -> None:
    for number in range(14):
        x, far = (number * 37) % 96 + 2, (t + number * 0.29) % 1
        if number % 2:
            pen.oval((x + 3 * swing(far), 104 * far - 4), (2.6, 2.6), CONFETTI[number % 5])
    low = pen.moved(0, 5 + 1.4 * swing(t, 2))
    head(low)
    low.shape([(33, 16), (67, 16), (50, -2)], DEEP_BLUE)
    low.oval((50, -1), (4, 4), RED)
    low.line([(42, 8), (60, 12)], WHITE, 3)
    happy_eyes(low)
    cheeks(low)
    grin(low, 19)


def heart(pen: Pen, t: float) -> None:
    beat = 36 + 5 * max(0.0, swing(t, 2)) * (1 if t < 0.5 else 0.5)
    heart_at(pen, (50, 54), beat, "#c92b40")
    heart_at(pen, (50, 52), beat * 0.94, RED)
    pen.oval((35, 36), (7, 5), "#ff8b98")


STICKERS: Mapping[str, Callable[[Pen, float], None]] = {
    function.__name__: function
    for function in (
        smile, laugh, wink, love, kiss, shy, cool, cry, angry, surprise, think, sleep, sweat, dizzy, party, heart,
    )
}  # fmt: skip


def frame(draw: Callable[[Pen, float], None], t: float) -> Image.Image:
    """One moment of a sticker, t from 0 to 1."""
    large = Image.new("RGBA", (SIDE * SHARPNESS, SIDE * SHARPNESS), (0, 0, 0, 0))
    draw(Pen(ImageDraw.Draw(large), (0, 0)), t)
    return large.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def main() -> None:
    """Writes all of them, and their names."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, draw in STICKERS.items():
        first, *others = [frame(draw, number / FRAMES) for number in range(FRAMES)]
        options = {"quality": 38, "alpha_quality": 40, "method": 6, "minimize_size": True}
        moving = {"save_all": True, "append_images": others, "duration": FRAME_MS, "loop": 0}
        first.save(FOLDER / f"{name}.webp", "WEBP", **moving, **options)
        frame(draw, 0.75 if name == "cool" else 0.25).save(FOLDER / f"{name}.still.webp", "WEBP", **options)
    NAMES.write_text("\n".join(STICKERS) + "\n")


if __name__ == "__main__":
    main()

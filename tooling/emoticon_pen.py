"""A pen for the stickers: circles, lines and curves, measured in hundredths of the side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import ImageDraw

SIDE, SHARPNESS = 128, 3
"""Pixels of the side, and how many times larger everything is drawn before it is made small."""
UNITS = 100
INK = "#4a3210"
Point = tuple[float, float]


@dataclass(frozen=True)
class Pen:
    """Draws in units on a picture that is larger than the one wanted, shifted by `at`."""

    draw: ImageDraw.ImageDraw
    at: Point = (0, 0)

    def moved(self, x: float, y: float) -> Pen:
        return Pen(self.draw, (self.at[0] + x, self.at[1] + y))

    def pixels(self, points: Sequence[Point]) -> list[Point]:
        scale = SIDE * SHARPNESS / UNITS
        return [((x + self.at[0]) * scale, (y + self.at[1]) * scale) for x, y in points]

    def oval(self, middle: Point, radii: Point, fill: str) -> None:
        (x, y), (wide, high) = middle, radii
        left, top = self.pixels([(x - wide, y - high)])[0]
        right, bottom = self.pixels([(x + wide, y + high)])[0]
        self.draw.ellipse((left, top, right, bottom), fill=fill)

    def line(self, points: Sequence[Point], fill: str = INK, width: float = 4.5) -> None:
        thick = round(width * SIDE * SHARPNESS / UNITS)
        places = self.pixels(points)
        self.draw.line(places, fill=fill, width=thick, joint="curve")
        for x, y in (places[0], places[-1]):
            self.draw.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), fill=fill)

    def shape(self, points: Sequence[Point], fill: str) -> None:
        self.draw.polygon(self.pixels(points), fill=fill)

    def arc(self, middle: Point, radii: Point, angles: Point, fill: str = INK) -> None:
        """Part of an oval; `angles` in degrees, clockwise from the right."""
        self.line(curve(middle, radii, angles), fill)


def curve(middle: Point, radii: Point, angles: Point) -> list[Point]:
    start, end = angles
    turns = [math.radians(start + (end - start) * step / 24) for step in range(25)]
    return [(middle[0] + radii[0] * math.cos(turn), middle[1] + radii[1] * math.sin(turn)) for turn in turns]


def swing(t: float, times: int = 1) -> float:
    """Goes from 0 to 1, to -1 and back while t goes from 0 to 1."""
    return math.sin(2 * math.pi * t * times)

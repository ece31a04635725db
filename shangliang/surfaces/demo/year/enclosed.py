"""Files that go with the year: drawn, ruled and typed here, kept through the same door as anybody's upload.

The same name gives the same file, byte for byte. Nothing is written in the pictures: no typeface is needed.
"""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from shangliang.kernel import files, paper
from shangliang.kernel.access import Actor
from shangliang.kernel.models import StoredFile
from shangliang.surfaces.demo.year.stage import Stage

SIZE = (720, 480)
WALLS = ("#d9c9b0", "#c8cdd2", "#e0d3c5", "#bfc7b8", "#d6bfae")
SKIES = ("#cfe3f2", "#dbe7ee", "#e9e4d8", "#c6d4de")
BEGINNING = (1980, 1, 1, 0, 0, 0)  # of time, in archives


def keep(stage: Stage, name: str, content: bytes, *, root: str, actor: Actor) -> StoredFile:
    """As if this person had sent it up now."""
    upload = SimpleUploadedFile(name, content)
    return files.keep(upload, root=root, person_id=actor.person_id, at=stage.at)


def photo(name: str) -> bytes:
    """A street as a telephone sees it: sky, houses with their windows, the road in front."""
    pick = random.Random(name)
    image = Image.new("P", SIZE, pick.choice(SKIES))
    draw = ImageDraw.Draw(image)
    left, ground = -pick.randrange(60), SIZE[1] - pick.randrange(90, 140)
    while left < SIZE[0]:
        wide, top = pick.randrange(110, 190), pick.randrange(50, 190)
        draw.rectangle((left, top, left + wide, ground), fill=pick.choice(WALLS), outline="#8a8277")
        for x in range(left + 14, left + wide - 22, 34):
            for y in range(top + 18, ground - 30, 42):
                lit = "#f3e3ab" if pick.random() < 0.15 else "#76879a"
                draw.rectangle((x, y, x + 18, y + 24), fill=lit, outline="#5b6672")
        left += wide + pick.randrange(4, 26)
    draw.rectangle((0, ground, SIZE[0], SIZE[1]), fill="#8d8f91")
    for x in range(-20, SIZE[0], 90):
        draw.polygon(
            [(x, ground + 52), (x + 46, ground + 52), (x + 36, ground + 60), (x - 10, ground + 60)],
            fill="#ececec",
        )
    return _png(image)


def seats(people: int) -> bytes:
    """A room from above: a round of tables and a chair for everybody."""
    image = Image.new("P", SIZE, "#ffffff")
    draw = ImageDraw.Draw(image)
    draw.rectangle((24, 24, SIZE[0] - 24, SIZE[1] - 24), outline="#333333", width=4)
    draw.rectangle((170, 150, 550, 330), outline="#333333", width=3)
    side = max(2, -(-people // 2))
    for number in range(people):
        x = 170 + 380 * (number // 2 + 0.5) / side
        y = 118 if number % 2 == 0 else 362
        draw.ellipse(
            (x - 14, y - 14, x + 14, y + 14), outline="#b03a2e" if number == 0 else "#333333", width=3
        )
    draw.line((330, SIZE[1] - 24, 390, SIZE[1] - 24), fill="#ffffff", width=8)
    return _png(image)


def scan(name: str) -> bytes:
    """A sheet with a circle and a few lines by hand, as scanners see it."""
    pick = random.Random(name)
    image = Image.new("P", (620, 880), "#fbfaf6")
    draw = ImageDraw.Draw(image)
    draw.line((70, 130, 550, 130), fill="#c0392b", width=4)
    for y in range(220, 760, 46):
        draw.line((70, y, 550 - pick.randrange(120), y), fill="#b9b9b4", width=9)
    draw.ellipse((380, 60, 440, 112), outline="#22305c", width=3)
    at = (90, 800)
    for _ in range(26):
        to = (at[0] + pick.randrange(8, 24), 800 + pick.randrange(-26, 22))
        draw.line((*at, *to), fill="#22305c", width=3)
        at = to
    return _png(image)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV that spreadsheets of any age open with its Chinese whole."""
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue().encode("utf-8-sig")


def typed(title: str, body: str, day: date) -> bytes:
    """A paper in Word: its title and its paragraphs."""
    sheet = paper.sheet(title, "市政协办公室", day)
    paper.line(sheet, title)
    for words in body.splitlines():
        paper.line(sheet, words)
    out = io.BytesIO()
    sheet.save(out)
    return _undated(out.getvalue())


def _undated(packed: bytes) -> bytes:
    """The same archive without the moment at which it was packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, BEGINNING), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()

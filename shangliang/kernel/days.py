"""The national days that differ from their weekday, as plain data: needs neither Django nor a database."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "days-cn.csv"


@cache
def national() -> dict[date, tuple[bool, str]]:
    """Day → (worked?, name), from 2010 on: each year's notice of the State Council and its amendments."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return {
            date.fromisoformat(row["day"]): (row["works"] == "1", row["name"]) for row in csv.DictReader(file)
        }

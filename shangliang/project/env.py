"""Typed readers of the environment. Nothing else in the house reads `os.environ` for settings."""

import os
from pathlib import Path


class EnvironmentProblem(ValueError):
    """A variable has a value that cannot be used; the message names it."""


def text(name: str, default: str = "") -> str:
    """The variable, or the content of the file that `NAME_FILE` names (for secrets)."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise EnvironmentProblem(f"{name} must be 1 or 0, not {value!r}")


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise EnvironmentProblem(f"{name} must be a whole number, not {value!r}") from None


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas."""
    return [w.strip() for w in text(name, default).split(",") if w.strip()]

"""Pages read a clock that stands on the day of the meeting; `as_("wang")` is her browser."""

from shangliang.modules.gatherings.tests.conftest import as_, today

__all__ = ["as_", "today"]

"""floors     open while the meeting sits, then until everything that was asked has somebody
speeches   in the line, speaking, done
questions  shown, answered, or handed to a unit with a day
"""

from shangliang.modules.floor.flow.floors import FLOOR
from shangliang.modules.floor.flow.questions import LIVE_QUESTION
from shangliang.modules.floor.flow.speeches import SPEECH

__all__ = ["FLOOR", "LIVE_QUESTION", "SPEECH"]

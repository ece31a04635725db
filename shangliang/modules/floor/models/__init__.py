"""floors     the room of one gathering, what its screen shows
speeches   发言: asked for, let speak, kept with its seconds
questions  现场提问 and who supports them
captions   字幕: lines as they were taken down
"""

from shangliang.modules.floor.models.captions import Caption
from shangliang.modules.floor.models.floors import GROUPS, Floor, Group, group_of
from shangliang.modules.floor.models.questions import LEFT, READ, LiveQuestion, Support
from shangliang.modules.floor.models.speeches import HEARD, WAITING, Speech

__all__ = [
    "GROUPS",
    "HEARD",
    "LEFT",
    "READ",
    "WAITING",
    "Caption",
    "Floor",
    "Group",
    "LiveQuestion",
    "Speech",
    "Support",
    "group_of",
]

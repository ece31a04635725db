"""Find, permit, parse, act.

carrying  the page that goes along on the device, and what a participant's own phone sends
settling  what came back of a gathering, and what waits for a person
"""

from shangliang.modules.kits.views import carrying, settling

__all__ = ["carrying", "settling"]

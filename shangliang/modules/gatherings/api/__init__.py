"""JSON of gatherings: the same services as the pages. Bare moves have the generic endpoint.

schemas    what is read and written
preparing  reading; prepare, edit, agenda, guests, visits, materials
sitting    opinions, consensus, minutes, lights, steps, the end
"""

from shangliang.modules.gatherings.api import preparing, sitting
from shangliang.modules.gatherings.api.common import router

__all__ = ["preparing", "router", "sitting"]

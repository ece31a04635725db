"""boards   议事板, their statements, answers and maps
polls    投票表决: prepared, opened, voted by name, counted, recounted
lots     抽签
"""

from ninja import Router

from shangliang.modules.deliberation.api import boards, lots, polls

router = Router(tags=["deliberation"])
for part in (boards, polls, lots):
    router.add_router("", part.router)

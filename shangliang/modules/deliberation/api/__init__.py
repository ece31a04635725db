"""boards   议事板, their statements, answers and maps
polls    投票表决: prepared, opened, voted by name, counted, recounted
"""

from ninja import Router

from shangliang.modules.deliberation.api import boards, polls

router = Router(tags=["deliberation"])
for part in (boards, polls):
    router.add_router("", part.router)

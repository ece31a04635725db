"""boards   议事板, their statements, answers and maps
lots     抽签
"""

from ninja import Router

from shangliang.modules.deliberation.api import boards, lots

router = Router(tags=["deliberation"])
router.add_router("", boards.router)
router.add_router("", lots.router)

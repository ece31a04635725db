"""boards   议事板, their statements, answers and maps"""

from ninja import Router

from shangliang.modules.deliberation.api import boards

router = Router(tags=["deliberation"])
router.add_router("", boards.router)

"""Outcomes as JSON, under /api/v1/outcomes/.

recommendations  list, one, write, edit, send, send several, send again
documents        documents and instructions
feedback         the public list
look_backs       再商量; 闭环率
"""

from ninja import Router

from shangliang.modules.outcomes.api import documents, feedback, look_backs, recommendations

router = Router(tags=["outcomes"])
for part in (recommendations, documents, feedback, look_backs):
    router.add_router("", part.router)

"""JSON of minutes: the same services as the pages.

papers    the minutes, their items and versions
signing   who is asked, what each says
treating  what became of opinions; on what a consensus rests
machine   drafts of a language model
"""

from ninja import Router

from shangliang.modules.minutes.api import machine, papers, signing, treating

router = Router(tags=["minutes"])
for part in (papers, signing, treating, machine):
    router.add_router("", part.router)

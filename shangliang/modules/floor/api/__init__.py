"""The room over JSON: for telephones' own programs, dictation programs and screens of other makers.

rooms      the room of a gathering, its rules and its screen
speeches   who asks to speak, and who speaks
questions  what the hall asks, and what becomes of it
captions   what was said, line by line
"""

from ninja import Router

from shangliang.modules.floor.api import captions, questions, rooms, speeches

router = Router()
for part in (rooms, speeches, questions, captions):
    router.add_router("", part.router)

"""会场：发言与提问：the room while a meeting sits. Who speaks next and for how long, what the hall asks, who answers,
what the common screen shows, and every word that the stenographer takes down.

Nothing that was asked leaves without an answer: what was not reached is handed to a unit with a day.
"""

from django.apps import AppConfig


class FloorConfig(AppConfig):
    name = "shangliang.modules.floor"
    label = "floor"

    def ready(self) -> None:
        from shangliang.kernel import moves
        from shangliang.modules.floor import flow, models, rules, words

        moves.register(models.Floor, flow.FLOOR, rules.FLOOR, words.FLOOR)
        moves.register(models.Speech, flow.SPEECH, rules.SPEECH, words.SPEECH)
        moves.register(models.LiveQuestion, flow.LIVE_QUESTION, rules.LIVE_QUESTION, words.LIVE_QUESTION)

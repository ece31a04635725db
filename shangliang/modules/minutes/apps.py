from django.apps import AppConfig


class MinutesConfig(AppConfig):
    name = "shangliang.modules.minutes"
    label = "minutes"

    def ready(self) -> None:
        from shangliang.kernel import moves
        from shangliang.modules.minutes import flow, models, rules, words

        moves.register(models.Minutes, flow.MINUTES, rules.MINUTES, words.MINUTES)
        moves.register(models.Signing, flow.SIGNING, rules.SIGNING, words.SIGNING)
        moves.register(models.Treatment, flow.TREATMENT, rules.TREATMENT, words.TREATMENT)
        # 定纪要 waits for the signatures.
        moves.kind_named("gathering").flow.demand("conclude", flow.minutes_are_settled)

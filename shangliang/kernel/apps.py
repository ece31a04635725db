from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "shangliang.kernel"
    label = "kernel"

    def ready(self) -> None:
        from shangliang.kernel import bounds

        bounds.guard()

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "shangliang.project"
    label = "project"

    def ready(self) -> None:
        from shangliang.project import wiring

        wiring.connect()

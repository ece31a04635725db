from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "shangliang.surfaces.desk"
    label = "desk"

    def ready(self) -> None:
        from shangliang.look import nav
        from shangliang.surfaces.desk import menu

        nav.navigation("desk", *menu.ITEMS)

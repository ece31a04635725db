from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "shangliang.surfaces.desk"
    label = "desk"

    def ready(self) -> None:
        from shangliang.look import shapes
        from shangliang.surfaces.desk import menu

        shapes.navigation("desk", *menu.ITEMS)

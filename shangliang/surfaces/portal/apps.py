from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "shangliang.surfaces.portal"
    label = "portal"

    def ready(self) -> None:
        from shangliang.look import shapes
        from shangliang.surfaces.portal import menu

        shapes.navigation("portal", *menu.ITEMS)

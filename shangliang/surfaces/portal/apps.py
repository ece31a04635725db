from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "shangliang.surfaces.portal"
    label = "portal"

    def ready(self) -> None:
        from shangliang.look import failures, shapes
        from shangliang.surfaces.portal import guesses, menu

        failures.also(guesses.TooMany, 429)
        shapes.navigation("portal", *menu.ITEMS)

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "shangliang.surfaces.portal"
    label = "portal"

    def ready(self) -> None:
        from shangliang.look import failures, nav
        from shangliang.surfaces.portal import guesses, menu

        failures.also(guesses.TooMany, 429)
        nav.navigation("portal", *menu.ITEMS)

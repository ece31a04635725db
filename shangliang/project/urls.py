"""Every address of the house."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

# A module that has pages brings its own addresses.
PAGES = [module for module in settings.MODULES if find_spec(f"shangliang.modules.{module}.urls")]

urlpatterns = [
    path("", include("shangliang.surfaces.portal.urls")),
    path("", include("shangliang.look.urls")),
    path("account/", include("shangliang.project.account")),
    path("desk/", include("shangliang.surfaces.desk.urls")),
    *(path(f"desk/{module}/", include(f"shangliang.modules.{module}.urls")) for module in PAGES),
    path("api/v1/", include("shangliang.surfaces.api.urls")),
]
handler400 = "shangliang.look.failures.handler400"
handler403 = "shangliang.look.failures.handler403"
handler404 = "shangliang.look.failures.handler404"
handler500 = "shangliang.look.failures.handler500"

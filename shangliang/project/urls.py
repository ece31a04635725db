"""Every address of the house."""

from django.urls import include, path

MODULES = ["org", "people", "handling", "voices", "topics", "plans", "gatherings", "outcomes"]

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("", include("shangliang.look.urls")),
    *(path(f"desk/{m}/", include(f"shangliang.modules.{m}.urls")) for m in MODULES),
]

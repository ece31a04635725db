"""Every operation's view is wrapped once, so that no POST can be made without a key."""

from django.urls import URLPattern
from django.urls.resolvers import URLResolver

from shangliang.surfaces.api.app import api
from shangliang.surfaces.api.idempotency import idempotent


def _wrapped(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    if isinstance(pattern, URLPattern):
        view = idempotent(pattern.callback)
        view.login_required = False  # type: ignore[attr-defined]
        return URLPattern(pattern.pattern, view, pattern.default_args, pattern.name)
    return pattern


app_name = "api"
urlpatterns = [_wrapped(p) for p in api.urls[0]]

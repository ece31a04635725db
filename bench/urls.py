"""The house's addresses and a bare "hello" beside them, in the same server."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


urlpatterns = [path("hello/", login_not_required(hello)), path("", include("shangliang.project.urls"))]
handler404 = "shangliang.look.failures.handler404"
handler500 = "shangliang.look.failures.handler500"

from django.urls import path

from shangliang.modules.kits.views import carrying, settling

app_name = "kits"
urlpatterns = [
    path("", carrying.pocket, name="pocket"),
    path("phone/<slug:code>/", carrying.phone, name="phone"),
    path("gatherings/<int:pk>/", settling.gathering, name="gathering"),
    path("<int:pk>/", settling.matter, name="matter"),
    path("<int:pk>/take/", settling.take, name="take"),
    path("<int:pk>/photo/", settling.photo, name="photo"),
]

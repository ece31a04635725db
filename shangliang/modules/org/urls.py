from django.urls.resolvers import URLPattern

app_name = "org"
urlpatterns: list[URLPattern] = []

from django.urls.resolvers import URLPattern

app_name = "handling"
urlpatterns: list[URLPattern] = []

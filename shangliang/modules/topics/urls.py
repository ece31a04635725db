from django.urls.resolvers import URLPattern

app_name = "topics"
urlpatterns: list[URLPattern] = []

"""The addresses of the provider's door."""

app_name = "provider"
urlpatterns = []

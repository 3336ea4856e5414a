"""The addresses of the patient's door."""

app_name = "patient"
urlpatterns = []

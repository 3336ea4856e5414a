"""The addresses of the manager's door."""

from django.urls import path

from . import logo, people, settings, setup

app_name = "clinic"
SITE = "sites/<slug:key>/"
PERSON = "people/<int:pk>/"

urlpatterns = [
    path("", setup.home, name="home"),
    path("another-site/", setup.another, name="new_site"),
    path(SITE, setup.site, name="site"),
    path(f"{SITE}about/", settings.about, name="about"),
    path(f"{SITE}hours/", settings.hours, name="hours"),
    path(f"{SITE}messages/", settings.messages_to_patients, name="messages"),
    path(f"{SITE}care/", settings.care, name="care"),
    path(f"{SITE}logo/", logo.change, name="logo"),
    path(f"{SITE}logo/remove/", logo.remove, name="remove_logo"),
    path("people/", people.everybody, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path(PERSON, people.person, name="person"),
    path(f"{PERSON}again/", people.invite_again, name="invite_again"),
    path(f"{PERSON}close/", people.close, name="close"),
    path(f"{PERSON}open/", people.open_again, name="open"),
]

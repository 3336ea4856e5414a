"""The addresses of the desk; none of them names a patient."""

from django.urls import path

from . import acts, day, devices, handouts, importing, links, outbox, search, shown

app_name = "desk"

VISIT = "visits/<slug:reference>/"

urlpatterns = [
    path("", day.today, name="today"),
    path("site/", day.at_site, name="site"),
    path("days/<str:day>/", day.day, name="day"),
    path("days/<str:day>/enter/", day.enter, name="enter"),
    path("search/", search.search, name="search"),
    path("import/", importing.importing, name="import"),
    path("import/waiting/", importing.waiting_lines, name="waiting"),
    path("messages/", outbox.messages_page, name="messages"),
    path("messages/again/", outbox.again, name="again"),
    path("devices/", devices.devices_page, name="devices"),
    path("devices/<int:pk>/name/", devices.naming, name="device_name"),
    path("devices/<int:pk>/end/", devices.ending, name="end_pairing"),
    path(VISIT, links.link, name="visit"),
    path(f"{VISIT}link/", links.link, name="link"),
    path(f"{VISIT}register/", shown.choosing, name="choose"),
    path(f"{VISIT}facts/<str:key>/", shown.fact, name="fact"),
    path(f"{VISIT}facts/<int:sequence>/undo/", shown.taking_back, name="undo_fact"),
    path(f"{VISIT}slip/", handouts.slip, name="slip"),
    path(f"{VISIT}form/", handouts.blank, name="blank"),
    path(f"{VISIT}device/", links.device, name="device"),
    path(f"{VISIT}tablet/", devices.giving, name="give"),
    path(f"{VISIT}tablet/back/", devices.taking_back, name="take_tablet_back"),
    path(f"{VISIT}links/<int:pk>/take-back/", links.take_back, name="take_back"),
    path(f"{VISIT}birth-date/", links.birth_date, name="birth_date"),
    path(f"{VISIT}move/", acts.moving, name="move"),
    path(f"{VISIT}cancel/", acts.cancelling, name="cancel"),
    path(f"{VISIT}missed/", acts.missing, name="missed"),
    path(f"{VISIT}mistake/", acts.mistaken, name="mistake"),
    path(f"{VISIT}restore/", acts.restoring, name="restore"),
    path(f"{VISIT}name/", acts.naming, name="name"),
    path(f"{VISIT}merge/", acts.merging, name="merge"),
    path(f"{VISIT}contact/", acts.contact, name="contact"),
    path(f"{VISIT}send-now/", acts.sending_now, name="send_now"),
    path(f"{VISIT}hand-on/", acts.handing_on, name="hand_on"),
]

"""The addresses of the patient's door; after the link none of them carries a token."""

from django.urls import path, re_path

from . import afterwards, drafts, pages, tasks
from . import check as checking
from . import fit as fitting
from . import link as links
from . import send as sending
from .lists import entries
from .paper import begin
from .paper import signing as signing_paper
from .photos import pages as photos
from .tablets import waiting

app_name = "patient"

PAGE = "<slug:section>/<int:number>/"
ROW = f"{PAGE}<uuid:row>/"

urlpatterns = [
    path("again/", links.again, name="again"),
    path("start/", tasks.start, name="start"),
    path("tasks/", tasks.tasks, name="tasks"),
    path(f"q/{PAGE}", pages.page, name="page"),
    path(f"q/{ROW}", pages.page, name="page"),
    path("list/<slug:group>/", entries.entries, name="list"),
    path("list/<slug:group>/add/", entries.add, name="add"),
    path("list/<slug:group>/<uuid:row>/remove/", entries.remove, name="remove"),
    path("list/<slug:group>/<uuid:row>/bring-back/", entries.bring_back, name="bring_back"),
    path("list/<slug:group>/untick/", entries.untick, name="untick"),
    path(f"draft/{PAGE}", drafts.keep, name="draft"),
    path(f"draft/{ROW}", drafts.keep, name="draft"),
    path(f"discard/{PAGE}", drafts.discard, name="discard"),
    path(f"discard/{ROW}", drafts.discard, name="discard"),
    path("check/", checking.check, name="check"),
    path("check/<slug:key>/copy/", checking.own_copy, name="own_copy"),
    path("fit/", fitting.fit, name="fit"),
    path("photos/", photos.photos, name="photos"),
    path("photos/late/", photos.photos, {"is_late": True}, name="late_photo"),
    path("photos/<uuid:pk>/", photos.photo, name="photo"),
    path("photos/<uuid:pk>/small/", photos.photo, {"small": True}, name="small_photo"),
    path("photos/<uuid:pk>/remove/", photos.remove, name="remove_photo"),
    path("unchanged/", sending.unchanged, name="unchanged"),
    path("sign/", sending.sign, name="sign"),
    path("sign-paper/", signing_paper.sign, name="sign_paper"),
    path("type-in/<slug:reference>/", begin.type_in, name="type_in"),
    path("sent/", afterwards.sent, name="sent"),
    path("copy.pdf", afterwards.copy, name="copy"),
    path("visit.ics", afterwards.visit_file, name="calendar"),
    path("language/", links.choose_language, name="language"),
    path("later/", tasks.later, name="later"),
    path("stay/", afterwards.stay, name="stay"),
    path("finish/", afterwards.finish, name="finish"),
    path("hand-back/", afterwards.hand_back, name="hand_back"),
    path("tablet/", waiting.tablet, name="tablet"),
    path("tablet/now/", waiting.now, name="tablet_now"),
    # Last: a token is 22 to 43 letters, digits, "-" and "_", and no address above has that shape.
    re_path(r"^(?P<token>[A-Za-z0-9_-]{22,43})/$", links.link, name="link"),
]

"""What a manager's pages say and lead to: what is left to set up, who works here, what acts do."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from intake import models
from tests.make.factor import let_in
from tests.make.files import a_picture
from tests.make.staff import a_member, a_site, works_at
from tests.pdf.pages import lost

from .conftest import MANAGER
from .test_settings import at, upload

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def leads_to(html: str) -> list[str]:
    """Where links and buttons between the page's head and its foot go."""
    main = html[html.index("<main") : html.index("</main>")]
    return re.findall(r'(?:action|href)="([^"#]+)"', main)


def test_a_site_says_what_is_done_what_is_to_do_and_leads_there(client, site):
    models.Site.objects.update(time_zone="America/Denver", phone="1")
    html = page(client, at("site"))
    said = (
        "there (America/Denver). Before the first patient ✓ Name and phone: done ○ Address: to do"
        " ○ Country: to do ✓ Time zone: done",
        "○ The first visit: to do Settings",
    )
    assert lost(html, *said) == []
    assert re.search(r"It is \w+day, \d+:\d\d [ap]\.m\. there", html)
    assert re.findall(r'<li class="(done|to-do)">', html)[:4] == ["done", "to-do", "to-do", "done"]
    parts = [at(part) for part in ("about", "logo", "hours", "messages", "care")]
    settings = [*parts, reverse("clinic:people"), reverse("clinic:new_site")]
    invite = reverse("clinic:invite")
    assert leads_to(html) == [at("about"), at("about"), invite, invite, *settings]
    a_site("east")
    several = page(client, at("site"))
    assert leads_to(several)[-1] == reverse("clinic:people"), "another is opened from the list"
    back = f'<a class="back" href="{reverse("clinic:home")}">All sites</a>'
    assert (back in html, back in several) == (False, True)
    of_one = let_in(Client(), works_at(a_member(MANAGER), site))
    assert reverse("clinic:new_site") not in page(of_one, at("site"))
    models.Site.objects.update(address="1 Pier", country="US")
    assert "All is set up" not in page(client, at("site"))


def test_the_list_of_sites_says_how_much_is_left_and_opens_each(client, site):
    a_site("east")
    html = page(client, reverse("clinic:home"))
    assert lost(html, "East 8 things to set up Lakeside", "Open another site") == []
    assert leads_to(html) == [at("site", "east"), at("site"), reverse("clinic:new_site")]


def test_a_part_leads_back_and_says_which_time_it_is_there_and_which_logo_stands(client, site):
    about, hours = page(client, at("about")), page(client, at("hours"))
    assert leads_to(about) == []
    assert f'<a class="back" href="{at("site")}">Lakeside</a>' in about
    assert ("It is " in about, lost(hours, "there, as it is set.")) == (False, [])
    logo = page(client, at("logo"))
    assert lost(logo, "Logo It stands at the top of the pages, before the name.") == []
    assert ('enctype="multipart/form-data"' in logo, leads_to(logo)) == (True, [])
    client.post(at("logo"), {"file": upload(a_picture())})
    assert leads_to(page(client, at("logo"))) == [at("remove_logo")]


def test_doors_stand_open_to_those_who_have_a_part_behind_them(client, site):
    def doors(client: Client) -> list[str]:
        html = page(client, at("about"))
        return re.findall(r'href="(/(?:clinic|desk|provider|admin)/(?:people/)?)"', html)

    own = ["/clinic/", "/clinic/people/"]
    every = let_in(Client(), a_member(MANAGER, "front desk", "provider"))
    assert doors(every) == [*own, "/desk/", "/provider/", "/admin/"]
    assert doors(client) == [*own, "/admin/"]
    plain = a_member(MANAGER)
    plain.is_staff = False
    plain.save()
    assert doors(let_in(Client(), plain)) == own


def test_everybody_stands_with_part_place_and_state_and_a_page_has_the_acts_that_fit(client, site):
    person, gone = a_member("front desk", "provider"), a_member("scribe")
    models.User.objects.filter(pk=gone.pk).update(is_active=False)
    models.User.objects.filter(pk=person.pk).update(email="kim@clinic.example")
    html = page(client, reverse("clinic:people"))
    me, person, gone = models.User.objects.order_by("pk")
    said = (
        f"{me.printed_name} (you) {me.username} Clinic manager every site",
        f"{person.printed_name} kim@clinic.example Front desk, Provider every site invited, the",
        f"{gone.printed_name} {gone.username} Scribe every site closed",
    )
    assert lost(html, *said) == []
    assert re.findall(r"<li (\S*)>\s*<span class=\"person\">", html) == ["", "", 'class="closed"']
    theirs = [reverse("clinic:person", args=[each.pk]) for each in (person, gone)]
    assert leads_to(html) == [reverse("clinic:invite"), *theirs]
    shown = page(client, theirs[0])
    assert lost(shown, "kim@clinic.example · invited, the link has ended") == []
    acts = [reverse(f"clinic:{act}", args=[person.pk]) for act in ("invite_again", "close")]
    assert leads_to(shown) == acts
    models.Welcome.objects.all().delete()
    assert leads_to(page(client, theirs[1])) == [reverse("clinic:open", args=[gone.pk])]

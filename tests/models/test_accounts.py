"""The sites of a member of staff, which every request of staff asks for."""

import pytest

from intake.models import Site
from tests.make.builders import a_user
from tests.make.staff import a_site

pytestmark = pytest.mark.django_db


def test_every_site_is_read_as_django_reads_it_and_those_of_this_person_are_told():
    south, north = a_site("south", name="South"), a_site("north", name="North", mail_on=False)
    person, other = a_user(), a_user()
    person.sites.set([north])
    other.sites.set([south])
    found = person.sites_to_choose
    columns = [field.attname for field in Site._meta.concrete_fields]
    assert [[getattr(site, name) for name in columns] for site in found] == [
        *map(list, Site.objects.values_list(*columns))
    ]
    assert [site for site in found if site.is_own] == [north]

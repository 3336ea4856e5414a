"""The site as an app of its own, for its commands, and which site the staff's door is."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SiteConfig(AppConfig):
    name = "clinicsite"


class StaffAdminConfig(AdminConfig):
    default_site = "clinicsite.staff_site.StaffSite"

"""Which site the staff's door is."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    default_site = "clinicsite.staff_site.StaffSite"

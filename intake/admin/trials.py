"""Test patients: listed with how they come out on the draft, and edited."""

from django.contrib import admin

from ..models import TestPatient
from .base import OrderedAdmin
from .forms import StaffForm


@admin.register(TestPatient)
class TestPatientAdmin(OrderedAdmin):
    form = StaffForm
    list_display = ("name",)
    list_filter = ("questionnaire",)
    search_fields = ("name",)
    ordering = ("position", "id")
    fields = ("questionnaire", "name", "answers", "rows", "expect")

"""The way back to the spot of the outline that somebody came from."""

import re

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from intake.models import Question, Questionnaire, Section

from .pickers import questionnaire_id_of

INCOMPLETE = "The draft has mistakes that must be mended first. Its outline lists them."
SPOT = re.compile(r"(section|question|option)-\d{1,18}")


def outline_address(questionnaire_id, anchor="", sought=""):
    address = reverse("admin:intake_questionnaire_outline", args=[questionnaire_id])
    query = f"?{urlencode({'q': sought})}" if sought else ""
    return f"{address}{query}#{anchor}" if anchor else address + query


def mend_first(request, questionnaire_id):
    """For a page of a draft that can't be read: what stands in the way is listed in the outline."""
    messages.error(request, INCOMPLETE)
    return HttpResponseRedirect(outline_address(questionnaire_id))


def spot_in(request):
    """The anchor that an address asks to come back to; nothing else is taken."""
    asked = request.GET.get("back", "")
    return asked if SPOT.fullmatch(asked) else ""


class BackToOutline:
    """Records that are opened from the outline lead back to their spot in it."""

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        owner = questionnaire_id_of(obj) if obj else None
        tools = self.tools_of(request, obj) if obj else []
        if owner and not isinstance(obj, Questionnaire):
            tools = [("Outline", outline_address(owner, spot_in(request))), *tools]
        context["tools"] = tools
        return super().render_change_form(request, context, add, change, form_url, obj)

    def tools_of(self, request, record):
        """What else can be done with a record: words and addresses."""
        return []

    def response_post_save_add(self, request, obj):
        return self._back(request, obj) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request, obj):
        return self._back(request, obj) or super().response_post_save_change(request, obj)

    def delete_model(self, request, obj):
        # Once it is gone, nothing tells any more where it stood. The outline shows what was around.
        request.stood_at = ""
        if isinstance(obj, Section):
            request.stood_at = outline_address(obj.questionnaire_id)
        elif isinstance(obj, Question):
            around = f"question-{obj.parent_id}" if obj.parent_id else f"section-{obj.section_id}"
            request.stood_at = outline_address(obj.section.questionnaire_id, around)
        super().delete_model(request, obj)

    def response_delete(self, request, obj_display, obj_id):
        usual = super().response_delete(request, obj_display, obj_id)
        return HttpResponseRedirect(request.stood_at) if request.stood_at else usual

    def _back(self, request, record):
        spot, owner = spot_in(request), questionnaire_id_of(record)
        return HttpResponseRedirect(outline_address(owner, spot)) if spot and owner else None

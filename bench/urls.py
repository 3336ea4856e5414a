"""The product's addresses beside the wizards and the bare page they are measured against."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, include, path

from intake.access.policy import TABLE
from intake.access.roles import ANYONE, fills_in

from .visits import questionnaires
from .wizard import wizard_urls


def bare(request: HttpRequest) -> HttpResponse:
    """The least that a page turn can be: a post, a redirect, and a page of our own frame."""
    if request.method == "POST":
        return redirect("bare")
    return render(request, "bare.html", {"answers": ["Yes", "No", "I don't know"]})


urlpatterns = [
    path("p/", include("intake.patient.urls")),
    path("account/", include("intake.account.urls")),
    path("provider/", include("intake.provider.urls")),
    path("bare/", bare, name="bare"),
    *(
        pattern
        for name, questionnaire in questionnaires().items()
        for pattern in wizard_urls(questionnaire, f"wizard-{name}")
    ),
]

TABLE.update({each.name: fills_in(ANYONE) for each in urlpatterns if isinstance(each, URLPattern)})

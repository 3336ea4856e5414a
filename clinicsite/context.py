"""What every template may say about the clinic."""

from django.conf import settings


def clinic(request):
    return {"clinic": settings.CLINIC, "demonstration": settings.DEMONSTRATION}

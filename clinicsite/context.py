"""What every template may say about the clinic."""

from django.conf import settings

from intake import __version__


def clinic(request):
    return {
        "clinic": settings.CLINIC,
        "demonstration": settings.DEMONSTRATION,
        "product_version": __version__,
    }

"""What every template may say about the clinic."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from intake import __version__
from intake.access.speaking import spoken_of


def clinic(request):
    return {
        "clinic": SimpleLazyObject(lambda: spoken_of(request)),
        "demonstration": settings.DEMONSTRATION,
        "product_version": __version__,
    }

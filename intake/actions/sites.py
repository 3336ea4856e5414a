"""Sites: opened, their settings changed, their logo kept within limits."""

import hashlib
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from PIL import Image

from intake import models
from intake.actions.access_log import record
from intake.core.limits import LOGO_BYTES, LOGO_HEIGHT, LOGO_WIDTH


class LogoRefused(ValueError):
    """The message says what is wrong with it, for whoever chose it."""


def open_site(name: str, *, by: models.User, at: datetime) -> models.Site:
    """A site of this name, set up as the installation is until somebody says otherwise."""
    with transaction.atomic():
        # Letters of the name; a number behind them where another site has these already.
        base = slugify(name)[:30] or "site"
        taken = set(models.Site.objects.values_list("key", flat=True))
        keys = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
        free = next(key for key in keys if key not in taken)
        site = models.Site.objects.create(key=free, name=name)
        record("site_opened", at=at, by=by, detail=f"site {site.pk}")
    return site


def change_site(
    site: models.Site, given: Mapping[str, Any], *, by: models.User, at: datetime
) -> None:
    """Keep what was changed and leave alone what was not: two people may work on one site.

    Raises ``ValidationError`` where it does not go with what another saved meanwhile.
    """
    if not given:
        return
    with transaction.atomic():
        locked = models.Site.objects.select_for_update().get(pk=site.pk)
        for name, value in given.items():
            setattr(locked, name, value)
        locked.validate_constraints()
        locked.save(update_fields=list(given))
        record("site_changed", at=at, by=by, detail=f"site {site.pk} {','.join(given)}"[:200])


def keep_logo(site: models.Site, content: bytes, *, by: models.User, at: datetime) -> None:
    """Keep a picture drawn anew, without whatever else was in its file. ``LogoRefused``."""
    drawn = drawn_anew(content)
    with transaction.atomic():
        models.SiteLogo.objects.update_or_create(site=site, defaults={"content": drawn})
        change_site(site, {"logo_sha256": hashlib.sha256(drawn).hexdigest()}, by=by, at=at)


def remove_logo(site: models.Site, *, by: models.User, at: datetime) -> None:
    with transaction.atomic():
        models.SiteLogo.objects.filter(site=site).delete()
        change_site(site, {"logo_sha256": ""}, by=by, at=at)


def drawn_anew(content: bytes) -> bytes:
    """The same picture as a PNG of ours: its size is looked at before a pixel is decoded."""
    if len(content) > LOGO_BYTES:
        raise LogoRefused(f"The file is larger than {LOGO_BYTES // 1000} kB. Make it smaller.")
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            if picture.width > LOGO_WIDTH or picture.height > LOGO_HEIGHT:
                raise LogoRefused(
                    f"The picture has {picture.width} by {picture.height} pixels. At most"
                    f" {LOGO_WIDTH} by {LOGO_HEIGHT} are taken."
                )
            kept = io.BytesIO()
            picture.convert("RGBA").save(kept, "PNG", optimize=True)
    except LogoRefused:
        raise
    except Exception:  # noqa: BLE001 - a broken file fails in many ways
        raise LogoRefused("This is not a PNG picture that can be read.") from None
    return kept.getvalue()

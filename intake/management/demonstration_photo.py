"""An invented box, photographed by an invented patient: the demonstration's only photo."""

import io
from datetime import datetime

from PIL import Image, ImageDraw, ImageFont

from intake import models
from intake.actions.answers.photos import add_photo
from intake.display.letters import FONTS
from intake.pdf.printer.pictures import redrawn

TABLE, BOX, INK = "#8a7f70", "#f4f1e8", "#2b3a42"
LINES = (
    (110, "Bold", "HANEUL DEW"),
    (54, "Regular", "Exosome ampoules 5 × 5 mL"),
    (54, "Bold", "For topical cosmetic use only."),
    (46, "Regular", "Not for injection."),
    (46, "Regular", "LOT HD2609   EXP 2027-08"),
    (38, "Italic", "Invented for the demonstration"),
)


def photograph(submission: models.Submission, *, at: datetime) -> None:
    """Held a little askew, as photos are."""
    box = Image.new("RGB", (1200, 780), BOX)
    pen, down = ImageDraw.Draw(box), 60
    for size, face, words in LINES:
        font = ImageFont.truetype(str(FONTS / f"AtkinsonHyperlegible-{face}.ttf"), size)
        pen.text((80, down), words, fill=INK, font=font)
        down += size + 50
    photo = Image.new("RGB", (1600, 1200), TABLE)
    askew = box.convert("RGBA").rotate(2.5, Image.Resampling.BICUBIC, expand=True)
    photo.paste(askew, (180, 190), askew)
    kept = io.BytesIO()
    photo.save(kept, "JPEG", quality=85)
    large, small = redrawn(kept.getvalue())
    add_photo(submission, large, small, kind=models.PhotoKind.LABEL, at=at)

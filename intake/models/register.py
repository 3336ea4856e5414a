"""The clinic's register: what is true of every visit, entered once by staff."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q


def is_facts(value: object) -> None:
    """``{question: [option codes]}``; which ones exist is for the admin to offer."""
    is_whole = isinstance(value, dict) and all(
        isinstance(codes, list) and codes and all(isinstance(code, str) for code in codes)
        for codes in value.values()
    )
    if not is_whole:
        raise ValidationError("Name questions, and for each the answers that say the same.")


class Registered(models.Model):
    """A row of the register. What is not in use any more stays, because visits name it."""

    facts = models.JSONField(
        "what it says on the ladder",
        default=dict,
        blank=True,
        validators=[is_facts],
        help_text="Questions that this row answers, each with the same answers patients pick from.",
    )
    in_use = models.BooleanField("in use", default=True, help_text="Untick instead of deleting.")

    class Meta:
        abstract = True


class Product(Registered):
    """What is given, and who makes it."""

    name = models.CharField(max_length=120)
    maker = models.CharField(max_length=120)
    ind_number = models.CharField("IND number", max_length=40, blank=True)
    checked_on = models.DateField("label and papers read on")

    class Meta:
        ordering = ["name", "maker"]
        constraints = [
            models.UniqueConstraint(
                name="product_once",
                fields=["name", "maker"],
                violation_error_message="This product of this maker is in the register already.",
            ),
            models.CheckConstraint(name="product_named", condition=~Q(name="") & ~Q(maker="")),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.maker}"


class ProductPaper(Registered):
    """A document the clinic holds about a product: an ingredient list, donor tests."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="papers")
    title = models.CharField(max_length=200)
    seen_on = models.DateField("read on")
    good_until = models.DateField("good until", null=True, blank=True)

    class Meta:
        ordering = ["title", "id"]
        verbose_name = "document of a product"
        verbose_name_plural = "documents of products"
        constraints = [
            models.CheckConstraint(name="productpaper_named", condition=~Q(title="")),
            models.CheckConstraint(
                name="productpaper_good_after_it_was_read",
                condition=Q(good_until=None) | Q(good_until__gte=F("seen_on")),
                violation_error_message=(
                    "“Good until” lies before the day it was read. Check both dates."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Lot(Registered):
    """One batch of a product, with its certificate."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="lots")
    number = models.CharField("lot number", max_length=60)
    made_on = models.DateField("made on", null=True, blank=True)
    expires_on = models.DateField("good until")
    certificate = models.CharField(
        "certificate", max_length=120, blank=True, help_text="Its number or title."
    )
    certificate_on = models.DateField("date of the certificate", null=True, blank=True)

    class Meta:
        ordering = ["-expires_on", "number"]
        constraints = [
            models.UniqueConstraint(
                name="lot_once",
                fields=["product", "number"],
                violation_error_message="This lot of the product is in the register already.",
            ),
            models.CheckConstraint(name="lot_has_a_number", condition=~Q(number="")),
            models.CheckConstraint(
                name="lot_certificate_and_date_together",
                condition=Q(certificate="", certificate_on=None)
                | (~Q(certificate="") & Q(certificate_on__isnull=False)),
                violation_error_message="Give the certificate and its date, or neither.",
            ),
            models.CheckConstraint(
                name="lot_good_after_it_was_made",
                condition=Q(made_on=None) | Q(expires_on__gte=F("made_on")),
                violation_error_message=(
                    "“Good until” lies before the day the lot was made. Check both dates."
                ),
            ),
            models.CheckConstraint(
                name="lot_certified_before_it_expired",
                condition=Q(certificate_on=None) | Q(expires_on__gte=F("certificate_on")),
                violation_error_message=(
                    "The certificate is dated after the lot’s last day. Check both dates."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Lot {self.number}"


class Practitioner(Registered):
    """A person who gives the treatment, with the license as it was looked up."""

    name = models.CharField(max_length=120)
    profession = models.CharField(max_length=80, help_text="As printed: “Registered nurse”.")
    license_number = models.CharField(max_length=60, blank=True)
    license_state = models.CharField("state of the license", max_length=60, blank=True)
    license_good_until = models.DateField(null=True, blank=True)
    checked_on = models.DateField("looked up on")
    check_again_on = models.DateField("look up again by", null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = "person who treats"
        verbose_name_plural = "people who treat"
        constraints = [
            models.CheckConstraint(
                name="practitioner_named", condition=~Q(name="") & ~Q(profession="")
            ),
            models.CheckConstraint(
                name="practitioner_license_and_state_together",
                condition=Q(license_number="", license_state="")
                | (~Q(license_number="") & ~Q(license_state="")),
                violation_error_message="Give the license number and its state, or neither.",
            ),
            models.CheckConstraint(
                name="practitioner_checked_again_later",
                condition=Q(check_again_on=None) | Q(check_again_on__gte=F("checked_on")),
                violation_error_message=(
                    "“Look up again by” lies before the day it was looked up. Check both dates."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.profession}"


class EmergencyKit(Registered):
    """A kit for a severe reaction, and when somebody last went through it."""

    place = models.CharField(max_length=120, help_text="Where it is kept.")
    checked_on = models.DateField("gone through on")
    check_again_on = models.DateField("go through again by")

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(
                name="emergencykit_place_once",
                fields=["place"],
                violation_error_message="A kit at this place is in the register already.",
            ),
            models.CheckConstraint(
                name="emergencykit_checked_again_later",
                condition=Q(check_again_on__gte=F("checked_on")) & ~Q(place=""),
                violation_error_message=(
                    "“Go through again by” lies before the day it was gone through."
                    " Check both dates."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Emergency kit, {self.place}"


class Price(Registered):
    """What a treatment costs, as the clinic tells it."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="prices")
    words = models.CharField("what it covers", max_length=200)
    amount = models.DecimalField(max_digits=10, decimal_places=2, validators=[MinValueValidator(0)])
    currency = models.CharField(max_length=3, default="USD")
    valid_from = models.DateField()

    class Meta:
        ordering = ["product", "-valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                name="price_whole", condition=Q(amount__gte=0) & ~Q(words="") & ~Q(currency="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.words}: {self.currency} {self.amount:,.2f}"

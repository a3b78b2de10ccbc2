import uuid
from datetime import date
from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat, Upper
from django.utils.translation import gettext_lazy as _

from cases.enums import HouseholdRole
from wijkteam.areas.models import Area
from wijkteam.core.history import track_changes
from wijkteam.core.periods import no_overlap, running_on


def folded(*parts: Any) -> Func:
    """SQL: the parts with a space between them, in lower case and without accents, to search in."""
    joined = parts[0] if len(parts) == 1 else Concat(parts[0], Value(" "), *parts[1:])
    return Func(joined, function="fold_name", output_field=models.TextField())


@track_changes(exclude=("search_name",))
class Person(models.Model):
    """A resident. Only what the work needs: no citizen service number, no copy of an identity document."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    given_name = models.CharField(_("given name"), max_length=80, blank=True)
    family_name = models.CharField(_("family name"), max_length=120)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    phone = models.CharField(_("telephone"), max_length=25, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("speaks best"), max_length=40, blank=True)
    search_name = models.GeneratedField(
        expression=folded(F("given_name"), F("family_name")), output_field=models.TextField(), db_persist=True
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        constraints = [
            models.CheckConstraint(name="person_has_a_family_name", condition=~Q(family_name="")),
            models.CheckConstraint(
                name="person_born_in_a_possible_year",
                condition=Q(birth_date=None) | Q(birth_date__gte=date(1890, 1, 1)),
                violation_error_message=_("The date of birth lies too far back."),
            ),
        ]
        indexes = [
            GinIndex(OpClass("search_name", name="gin_trgm_ops"), name="person_search"),
            # A likely double is looked for by date of birth first: a handful of rows, not thousands of likenesses.
            models.Index(fields=["birth_date"], name="person_birth_date"),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"  # ends up in logs: no name

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@track_changes(exclude=("search_text",))
class Household(models.Model):
    """People who live together and run one household; the unit that cases and reports count.

    `search_text` is kept by the database (migration 0031): its name, its address and everybody who lives or lived
    there, a line each, folded. Whatever is written to it is put aside for what the rows say.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name of the household"), max_length=120)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    city = models.CharField(_("town"), max_length=60, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("neighbourhood"))
    created_at = models.DateTimeField(auto_now_add=True)
    search_text = models.TextField(blank=True, default="", db_default="", editable=False)

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        constraints = [models.CheckConstraint(name="household_has_a_name", condition=~Q(name=""))]
        indexes = [
            GinIndex(OpClass(folded(F("name")), name="gin_trgm_ops"), name="household_search"),
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="household_found_by"),
            models.Index(Upper("street"), name="household_street"),
        ]

    def __str__(self) -> str:
        return f"household {self.pk}"


class HouseholdMemberQuerySet(models.QuerySet["HouseholdMember"]):
    def current(self, *, on: date) -> models.QuerySet["HouseholdMember"]:
        return self.filter(running_on(on))


@track_changes()
class HouseholdMember(models.Model):
    """A person lives in a household from `starts_on` up to `ends_on`; in one main household at a time.

    A child of separated parents has one main household and may live in a second one (`is_main` off) as well.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("place in the household"), max_length=10, choices=HouseholdRole)
    is_main = models.BooleanField(_("lives here mainly"), default=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = HouseholdMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a household")
        verbose_name_plural = _("members of households")
        constraints = [
            models.CheckConstraint(
                name="member_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on"))
            ),
            no_overlap(
                name="person_in_one_main_household",
                same=["person"],
                condition=Q(is_main=True),
                message=_("This person already belongs to another household in that period."),
            ),
            no_overlap(name="person_once_in_a_household", same=["person", "household"]),
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"

"""What happened to households as a whole: where they lived, that one became two, that two were one."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import DoubleAnswer, MoveKind
from cases.models.case import Case, CaseRights
from cases.models.household import Household, Person
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area
from wijkteam.core.database_roles import append_only
from wijkteam.core.history import track_changes
from wijkteam.core.periods import no_overlap


@track_changes()
class HouseholdAddress(models.Model):
    """Where a household lived before, up to `ends_on`; the present address stands on the household.

    Without `starts_on` nobody knows since when. `came_from` is the merged household that brought it along.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="addresses")
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    city = models.CharField(_("town"), max_length=60, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("neighbourhood"))
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"))
    move_means = models.CharField(_("what the move means for the case"), max_length=10, choices=MoveKind, blank=True)
    moved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    came_from = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("earlier address")
        verbose_name_plural = _("earlier addresses")
        constraints = [
            models.CheckConstraint(
                name="address_ends_after_start", condition=Q(starts_on=None) | Q(ends_on__gt=F("starts_on"))
            ),
            no_overlap(name="household_has_one_address_at_a_time", same=["household"], condition=Q(came_from=None)),
        ]

    def __str__(self) -> str:
        return f"earlier address {self.pk}"


@append_only
@track_changes()
class HouseholdSplit(models.Model):
    """From `split_on` on, some of a household live in a household of their own. The file stayed where it was."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="splits")
    made = models.OneToOneField(Household, on_delete=models.PROTECT, related_name="split_from")
    split_on = models.DateField(_("from"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("split of a household")
        verbose_name_plural = _("splits of households")
        constraints = [
            models.CheckConstraint(name="split_makes_another_household", condition=~Q(made=F("household"))),
        ]

    def __str__(self) -> str:
        return f"split {self.pk}"


@append_only
@track_changes()
class HouseholdMerge(models.Model):
    """Two households were one: everything of `merged` went to `household`, and nothing was thrown away.

    When both had an open case, `ended_case` ended by it and is an earlier episode of `surviving_case`.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="merges")
    merged = models.OneToOneField(Household, on_delete=models.PROTECT, related_name="merged_into")
    surviving_case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="merges")
    ended_case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="merged_into")
    why = models.CharField(_("how you know that it is one household"), max_length=500)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("merge of households")
        verbose_name_plural = _("merges of households")
        constraints = [
            models.CheckConstraint(name="merge_is_of_two_households", condition=~Q(merged=F("household"))),
            models.CheckConstraint(name="merge_has_a_reason", condition=~Q(why="")),
            models.CheckConstraint(
                name="merge_ends_a_case_for_another",
                condition=Q(ended_case=None) | Q(surviving_case__isnull=False) & ~Q(ended_case=F("surviving_case")),
            ),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"


@append_only
@track_changes()
class PersonMerge(models.Model):
    """Two persons were one: what belonged to `merged` is of `person` now. The row of `merged` stays."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    merged = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="merged_into")
    why = models.CharField(_("how you know that it is one person"), max_length=500)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("merge of persons")
        verbose_name_plural = _("merges of persons")
        constraints = [
            models.CheckConstraint(name="person_merge_is_of_two", condition=~Q(merged=F("person"))),
            models.CheckConstraint(name="person_merge_has_a_reason", condition=~Q(why="")),
        ]

    def __str__(self) -> str:
        return f"merge of persons {self.pk}"


class PossibleDoubleQuerySet(models.QuerySet["PossibleDouble"]):
    def known_to(self, user: User, *, rights: CaseRights) -> Self:
        """Waiting for the known side, for who decides about that case. The new side is not in it."""
        return self.filter(known_answer="", known_case__in=_deciding(user, rights))

    def confirmed_for(self, user: User, *, rights: CaseRights) -> Self:
        """The known side says that it is the same household; now the new side decides."""
        return self.filter(known_answer=DoubleAnswer.SAME, new_answer="", new_case__in=_deciding(user, rights))


def _deciding(user: User, rights: CaseRights) -> models.QuerySet[Case]:
    """Cases of one's own team that one coordinates, or all of them for a team coordinator."""
    cases = Case.objects.within(rights).filter(team__in=rights.teams)
    if user.role == Role.TEAM_COORDINATOR:
        return cases
    return cases.filter(coordinators__worker=user, coordinators__ended_at=None)


@track_changes()
class PossibleDouble(models.Model):
    """A new household looks like one that another team knows. Both teams judge their own side, the known one first.

    Until the known side says that it is the same household, the new side does not learn that there is anything.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    new_case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="doubles_found")
    known_case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="doubles_of")
    found_at = models.DateTimeField(_("found"))
    known_answer = models.CharField(_("answer of the known side"), max_length=5, choices=DoubleAnswer, blank=True)
    known_at = models.DateTimeField(null=True, blank=True)
    known_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    new_answer = models.CharField(_("answer of the new side"), max_length=5, choices=DoubleAnswer, blank=True)
    new_at = models.DateTimeField(null=True, blank=True)
    new_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = PossibleDoubleQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible double")
        verbose_name_plural = _("possible doubles")
        constraints = [
            models.UniqueConstraint(name="double_found_once", fields=["new_case", "known_case"]),
            models.CheckConstraint(name="double_is_of_two_cases", condition=~Q(new_case=F("known_case"))),
            models.CheckConstraint(
                name="double_known_side_answers_as_a_whole",
                condition=Q(known_answer="", known_at=None, known_by=None)
                | Q(known_at__isnull=False, known_by__isnull=False) & ~Q(known_answer=""),
            ),
            models.CheckConstraint(
                name="double_new_side_answers_second",
                condition=Q(new_answer="", new_at=None, new_by=None)
                | Q(new_at__isnull=False, new_by__isnull=False, known_answer=DoubleAnswer.SAME) & ~Q(new_answer=""),
            ),
        ]

    def __str__(self) -> str:
        return f"possible double {self.pk}"

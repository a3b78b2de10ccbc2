import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import Origin, Outcome, Urgency
from cases.models.case import Case
from cases.models.household import Household
from cases.models.restriction import CaseRestriction
from collectief.models import Initiative, Signal
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.core.history import track_changes
from wijkteam.teams.models import Team


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """Questions that came in at the teams one works in now, but not those of a restricted household.

        The only place with that rule.
        """
        if not user.does_casework:
            return self.none()
        closed_to_me = CaseRestriction.objects.active().unnamed(user)
        of_household = closed_to_me.filter(case__household=OuterRef("household"))
        return self.filter(
            ~Exists(closed_to_me.filter(case=OuterRef("case"))),
            ~Exists(of_household),
            team__in=Team.objects.of_worker(user, on=on),
        )

    def waiting(self) -> Self:
        """Not decided yet."""
        return self.filter(decided_at=None)


@track_changes()
class Question(models.Model):
    """A question as it came in (hulpvraag), in the words of who asked, and what triage decided.

    The asked words are never rewritten: what they turn out to stand for is written on the case.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="questions", verbose_name=_("team"))
    received_at = models.DateTimeField(_("received"))
    origin = models.CharField(_("where it came from"), max_length=15, choices=Origin)
    asked = models.TextField(_("the question, as it was asked"), max_length=4000)
    asker = models.CharField(_("who asks"), max_length=200, blank=True)
    reach = models.CharField(_("how to reach them"), max_length=200, blank=True)
    resident = models.CharField(_("for whom"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    is_from_public_page = models.BooleanField(_("through the public page"), default=False)
    received_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken by")
    )
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency, default=Urgency.NORMAL)
    has_safety_concern = models.BooleanField(_("safety concern"), default=False)
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )
    area = models.ForeignKey(
        Area,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("neighbourhood"),
    )
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, blank=True, related_name="questions")
    looked_at_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("looked at by")
    )
    looked_at_since = models.DateTimeField(_("looked at since"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    outcome_note = models.TextField(_("answer or reason"), blank=True, max_length=4000)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="questions")
    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    taken_up_by = models.CharField(_("who in the street took it up"), max_length=200, blank=True)
    # What somebody noticed in the neighbourhood, and asked for this. Who noticed it is not copied.
    signal = models.ForeignKey(
        Signal, on_delete=models.PROTECT, null=True, blank=True, related_name="questions", editable=False
    )
    # An earlier question that the street took up and that turned out to need more.
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by", editable=False
    )

    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(name="question_says_something", condition=~Q(asked="")),
            models.CheckConstraint(
                name="question_decided_as_a_whole",
                condition=Q(decided_at=None, decided_by=None, outcome="")
                | (
                    Q(decided_at__isnull=False, decided_at__gte=F("received_at"), decided_by__isnull=False)
                    & ~Q(outcome="")
                ),
            ),
            models.CheckConstraint(
                name="question_outcome_names_its_thing",
                condition=Q(outcome="", case=None, initiative=None)
                | Q(outcome=Outcome.CASE, case__isnull=False, initiative=None, theme__isnull=False)
                | Q(outcome=Outcome.COLLECTIVE, initiative__isnull=False, case=None)
                | Q(outcome=Outcome.STREET, initiative=None, case=None)
                | (
                    Q(outcome__in=[Outcome.ANSWERED, Outcome.DECLINED], case=None, initiative=None)
                    & ~Q(outcome_note="")
                ),
            ),
            models.CheckConstraint(
                name="question_street_has_a_name",
                condition=(Q(outcome=Outcome.STREET) & ~Q(taken_up_by=""))
                | (~Q(outcome=Outcome.STREET) & Q(taken_up_by="")),
            ),
            models.CheckConstraint(
                name="question_looked_at_as_a_whole",
                condition=Q(looked_at_by=None, looked_at_since=None)
                | Q(looked_at_by__isnull=False, looked_at_since__isnull=False, looked_at_since__gte=F("received_at")),
            ),
            models.CheckConstraint(
                name="question_does_not_follow_itself", condition=Q(follows=None) | ~Q(follows=F("pk"))
            ),
            models.UniqueConstraint(name="question_is_followed_once", fields=["follows"]),
        ]
        indexes = [
            models.Index(
                fields=["team", "-decided_at"], condition=Q(decided_at__isnull=False), name="question_decided"
            ),
            models.Index(fields=["team", "received_at"], condition=Q(decided_at=None), name="question_waiting"),
            models.Index(fields=["team", "received_at"], name="question_received"),
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"

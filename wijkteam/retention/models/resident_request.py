import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Person
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.accounts.permissions import CASEWORKERS
from wijkteam.core.history import track_changes
from wijkteam.retention.enums import AskedBy, Decided, Identity, RequestKind

# A month, and once two more (AVG article 12 paragraph 3).
TERM, EXTENSION = 1, 2


class MonthsLater(Func):
    """The same day of a later month, or its last day: what `core.periods.months_later` says, in PostgreSQL."""

    template = "((%(expressions)s + make_interval(months => %(months)s))::date)"
    output_field = models.DateField()

    def __init__(self, expression: str, *, months: int) -> None:
        super().__init__(expression, months=months)


class ResidentRequestQuerySet(models.QuerySet["ResidentRequest"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """The privacy officer, who answers them; and who may see the case that it was noted at. The only place."""
        if user.role == Role.PRIVACY_OFFICER:
            return self
        if user.role not in CASEWORKERS:
            return self.none()
        return self.filter(case__in=Case.objects.visible_to(user, on=on))

    def open(self) -> Self:
        return self.filter(decided_at=None)


@track_changes()
class ResidentRequest(models.Model):
    """Somebody asks for their rights over their own data. Answered within a month, or three when that was said in time.

    `case` is the file at which it was noted; what is answered is about everything of the person. The term, who asked
    and the decision are kept by PostgreSQL: a decision stays as it was sent (trigger).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="resident_requests", verbose_name=_("case"))
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="resident_requests", verbose_name=_("person")
    )
    kind = models.CharField(_("what is asked"), max_length=10, choices=RequestKind)
    received_on = models.DateField(_("received on"))
    due_on = models.DateField(_("answer before or on"), editable=False)
    asked_by = models.CharField(_("asked by"), max_length=14, choices=AskedBy, default=AskedBy.SELF)
    representative = models.CharField(_("who asks on their behalf, and why they may"), max_length=200, blank=True)
    identity = models.CharField(_("how we know who it is"), max_length=11, choices=Identity)
    words = models.TextField(_("what they ask, in their words"), max_length=4000)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("noted by"))
    noted_at = models.DateTimeField(_("noted at"))
    extended_on = models.DateField(_("extended on"), null=True, blank=True)
    extended_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("extended by")
    )
    extended_because = models.CharField(_("why it takes longer"), max_length=400, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    outcome = models.CharField(_("decision"), max_length=9, choices=Decided, blank=True)
    because = models.TextField(_("why"), max_length=2000, blank=True)
    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = ResidentRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request of a resident")
        verbose_name_plural = _("requests of residents")
        constraints = [
            models.CheckConstraint(name="request_has_words", condition=~Q(words="") & ~Q(identity="") & ~Q(kind="")),
            models.CheckConstraint(
                name="request_names_who_asks_for_them",
                condition=Q(asked_by=AskedBy.SELF, representative="")
                | (Q(asked_by=AskedBy.REPRESENTATIVE) & ~Q(representative="")),
            ),
            models.CheckConstraint(
                name="request_is_due_after_its_term",
                condition=Q(extended_on=None, due_on=MonthsLater("received_on", months=TERM))
                | Q(extended_on__isnull=False, due_on=MonthsLater("received_on", months=TERM + EXTENSION)),
            ),
            models.CheckConstraint(
                name="request_is_extended_in_time_with_a_reason",
                condition=Q(extended_on=None, extended_by=None, extended_because="")
                | (
                    Q(
                        extended_on__isnull=False,
                        extended_by__isnull=False,
                        extended_on__gte=F("received_on"),
                        extended_on__lte=MonthsLater("received_on", months=TERM),
                    )
                    & ~Q(extended_because="")
                ),
            ),
            models.CheckConstraint(
                name="request_is_decided_with_a_reason",
                condition=Q(decided_at=None, decided_by=None, outcome="", because="")
                | Q(decided_at__isnull=False, decided_by__isnull=False, outcome=Decided.GRANTED)
                | (
                    Q(decided_at__isnull=False, decided_by__isnull=False)
                    & Q(outcome__in=[Decided.PARTLY, Decided.REFUSED, Decided.WITHDRAWN])
                    & ~Q(because="")
                ),
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(decided_at=None), name="resident_request_open")]

    def __str__(self) -> str:
        return f"request of a resident {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.decided_at is None

    def is_late(self, today: date) -> bool:
        return self.is_open and self.due_on < today

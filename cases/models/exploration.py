import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.enums import Closeness, LifeDomain, RelationKind
from cases.models.case import Case
from cases.models.plan import SCORE
from wijkteam.accounts.models import User
from wijkteam.core.history import track_changes


@track_changes()
class Exploration(models.Model):
    """A broad look with the household at the whole of life (brede verkenning). One is open; earlier ones are kept.

    Versions count 1, 2, 3 without a gap, and an ended one cannot be changed, nor what stands in it (triggers).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="explorations")
    version = models.PositiveSmallIntegerField(_("version"))
    created_at = models.DateTimeField(_("begun"))
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("begun by"))
    with_whom = models.CharField(_("who took part"), max_length=300, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("exploration")
        verbose_name_plural = _("explorations")
        constraints = [
            models.UniqueConstraint(name="exploration_version_once", fields=["case", "version"]),
            models.UniqueConstraint(name="case_has_one_open_exploration", fields=["case"], condition=Q(ended_at=None)),
            models.CheckConstraint(
                name="exploration_ends_after_it_began", condition=Q(ended_at=None) | Q(ended_at__gte=F("created_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"exploration {self.pk}"


def _score(name: str) -> models.CheckConstraint:
    empty, given = Q(**{name: None}), Q(**{f"{name}__gte": 1, f"{name}__lte": 5})
    return models.CheckConstraint(name=f"domain_{name}_from_one_to_five", condition=empty | given)


@track_changes()
class DomainAssessment(models.Model):
    """A part of life that matters here, and why. What goes well stands beside what presses.

    The score is optional: that of the worker with the resident's own beside it, 1 (bad) to 5 (good).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exploration = models.ForeignKey(Exploration, on_delete=models.PROTECT, related_name="domains")
    life_domain = models.CharField(_("part of life"), max_length=15, choices=LifeDomain)
    reason = models.TextField(_("why it matters"), max_length=2000)
    strengths = models.TextField(_("what goes well"), blank=True, max_length=2000)
    problems = models.TextField(_("what presses"), blank=True, max_length=2000)
    own_score = models.PositiveSmallIntegerField(_("score of the resident"), null=True, blank=True, validators=SCORE)
    score = models.PositiveSmallIntegerField(_("score of the worker"), null=True, blank=True, validators=SCORE)

    class Meta:
        verbose_name = _("part of life in an exploration")
        verbose_name_plural = _("parts of life in an exploration")
        constraints = [
            models.UniqueConstraint(name="life_domain_once_per_exploration", fields=["exploration", "life_domain"]),
            models.CheckConstraint(name="life_domain_is_known", condition=Q(life_domain__in=LifeDomain.values)),
            models.CheckConstraint(name="domain_says_why_it_matters", condition=~Q(reason="")),
            _score("own_score"),
            _score("score"),
        ]

    def __str__(self) -> str:
        return f"part of life {self.pk}"


@track_changes()
class NetworkPerson(models.Model):
    """Somebody of the own network (or a group): how close, what goes to and fro, and what they could help with.

    Without support and without tension it is a thread: people know each other, and that is all for now.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    exploration = models.ForeignKey(Exploration, on_delete=models.PROTECT, related_name="network")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("who is it to them"), max_length=15, choices=RelationKind)
    closeness = models.PositiveSmallIntegerField(_("how close"), choices=Closeness)
    gives_support = models.BooleanField(_("supports them"), default=False)
    gets_support = models.BooleanField(_("is supported by them"), default=False)
    has_tension = models.BooleanField(_("there is tension"), default=False)
    could_help_with = models.CharField(_("could help with"), max_length=300, blank=True)

    # One per rendered form: sending the same form twice makes one row.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("person in the own network")
        verbose_name_plural = _("people in the own network")
        constraints = [
            models.CheckConstraint(name="network_person_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="network_kind_is_known", condition=Q(kind__in=RelationKind.values)),
            models.CheckConstraint(name="closeness_is_one_of_three", condition=Q(closeness__gte=1, closeness__lte=3)),
        ]

    def __str__(self) -> str:
        return f"person in network {self.pk}"

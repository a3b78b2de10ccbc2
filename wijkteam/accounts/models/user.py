import uuid
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from guardian.mixins import GuardianUserMixin

from wijkteam.accounts.enums import Role
from wijkteam.core.history import track_changes


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # django-stubs cannot type a dynamic base
    def create_user(self, *, username: str, name: str, role: str, password: str | None = None, **fields: Any) -> "User":
        """Without a password the account cannot sign in until one is set."""
        user: User = self.model(username=self.model.normalize_username(username), name=name, role=role, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


@track_changes(exclude=("password", "last_login", "session_salt", "emergency_until", "tour_step"))
class User(GuardianUserMixin, AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. Nobody is a superuser: rights come from the role and from dated memberships."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(_("user name"), max_length=150, unique=True, validators=[UnicodeUsernameValidator()])
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"), blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    is_active = models.BooleanField(_("may sign in"), default=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("nl", _("Dutch")), ("en", _("English"))], default="nl"
    )
    shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    # Says on each page, without a query, that emergency access runs. What it gives is decided by its own row.
    emergency_until = models.DateTimeField(_("emergency access until"), null=True, blank=True, editable=False)
    # The step of the tour for a first day (wijkteam/manual); empty: not begun, skipped or done.
    tour_step = models.PositiveSmallIntegerField(_("step of the tour"), null=True, blank=True, editable=False)
    # Part of what a session is checked against: a new value ends all sessions of this account.
    session_salt = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "role"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.CheckConstraint(name="user_is_no_superuser", condition=Q(is_superuser=False)),
            models.CheckConstraint(name="user_role_is_known", condition=Q(role__in=Role.values)),
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"  # ends up in logs: no name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What Django keeps in each session and compares with every request: password and salt."""
        return salted_hmac(
            "wijkteam.accounts.session", f"{self.password}:{self.session_salt}", secret=secret, algorithm="sha256"
        ).hexdigest()

    def end_sessions(self) -> None:
        """From the next request on nobody is signed in with this account. Save `session_salt` afterwards."""
        self.session_salt = uuid.uuid4()

    @property
    def initials(self) -> str:
        """At most two letters, for the picture beside a name."""
        words = [word for word in self.name.split() if word[:1].isupper()] or self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))[:2]

    @property
    def does_casework(self) -> bool:
        """Whether the role works with households at all; which ones is decided by team and date."""
        return self.role in {Role.TEAM_MEMBER, Role.TEAM_COORDINATOR}

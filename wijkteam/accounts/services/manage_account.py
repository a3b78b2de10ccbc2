"""Use cases of the administrator: make accounts, change them, let people in again, shut them out."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import ExternalIdentity, User
from wijkteam.accounts.services.end_sessions import end_all_sessions


class NotOnesOwnAccount(Exception):
    """An administrator cannot shut out, or change the role of, the account that is doing it."""


@transaction.atomic
def create_account(*, username: str, name: str, email: str, role: Role, by: User, at: datetime) -> User:
    """A new account, without a password: hand over `password_link` to its owner. It begins with the tour."""
    return User.objects.create_user(username=username, name=name, email=email, role=role, tour_step=0)


@transaction.atomic
def change_account(*, account: User, username: str, name: str, email: str, role: Role, by: User, at: datetime) -> User:
    """Another name, address or role. A role counts from the next request on.

    Raises:
        NotOnesOwnAccount: another role for oneself.
    """
    account = _locked(account)
    if account.pk == by.pk and role != account.role:
        raise NotOnesOwnAccount
    account.username, account.name, account.email, account.role = username, name, email, role
    account.save(update_fields=["username", "name", "email", "role"])
    return account


@transaction.atomic
def disable_account(*, account: User, by: User, at: datetime) -> User:
    """Shut somebody out: all sessions end at the next request, and stay ended when the account is enabled again.

    Raises:
        NotOnesOwnAccount: somebody must stay who can undo it.
    """
    account = _locked(account)
    if account.pk == by.pk:
        raise NotOnesOwnAccount
    account.is_active = False
    account.end_sessions()
    account.save(update_fields=["is_active", "session_salt"])
    end_all_sessions(user=account)
    return account


@transaction.atomic
def enable_account(*, account: User, by: User, at: datetime) -> User:
    account = _locked(account)
    account.is_active = True
    account.save(update_fields=["is_active"])
    return account


@transaction.atomic
def unlink_identity(*, account: User, by: User, at: datetime) -> None:
    """What the municipality knows somebody by is let go: the next time they are found by their e-mail address anew.

    For an address that was given to somebody else, or an account there that was made again. All sessions end.
    """
    account = _locked(account)
    ExternalIdentity.objects.filter(user=account).delete()
    account.end_sessions()
    account.save(update_fields=["session_salt"])
    end_all_sessions(user=account)


@transaction.atomic
def remove_second_factor(*, account: User, by: User, at: datetime) -> User:
    """For a lost telephone: the authenticator app and the recovery codes stop working, and all sessions end."""
    account = _locked(account)
    Authenticator.objects.filter(user=account).delete()
    account.end_sessions()
    account.save(update_fields=["session_salt"])
    end_all_sessions(user=account)
    return account


@transaction.atomic
def set_password(*, account: User, password: str) -> User:
    """The owner chose a password through a link: the link works no more, and all sessions end."""
    account = _locked(account)
    account.set_password(password)
    account.end_sessions()
    account.save(update_fields=["password", "session_salt"])
    end_all_sessions(user=account)
    return account


def password_link(account: User) -> str:
    """The path of a page where the owner chooses a password: once, within three days, until the next sign-in."""
    return reverse("accounts:choose-password", args=[account.public_id, default_token_generator.make_token(account)])


def _locked(account: User) -> User:
    locked: User = User.objects.select_for_update(no_key=True).get(pk=account.pk)
    return locked

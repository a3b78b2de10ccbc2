"""Whose account it is, when the municipality's identity provider says who somebody is (ADR 31)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from wijkteam.accounts.models import ExternalIdentity, User


class NotLetIn(Exception):
    """Nobody's account, or one that may not sign in. `reason` is for the log; the visitor hears no difference."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def account_of(*, claims: Mapping[str, Any], at: datetime) -> User:
    """The account of who signed in there: by the subject, and the first time by a confirmed e-mail address.

    Accounts are made by the administrator; nobody gets one by signing in.

    Raises:
        NotLetIn: there is no such account, it is not clear which, or it may not sign in.
    """
    issuer, subject = str(claims.get("iss") or ""), str(claims.get("sub") or "")
    if not issuer or not subject or len(subject) > 255:
        raise NotLetIn("no subject")
    known = ExternalIdentity.objects.filter(issuer=issuer, subject=subject).select_related("user").first()
    user: User = known.user if known else _first_match(issuer, subject, claims, at)
    if not user.is_active:
        raise NotLetIn("account is disabled")
    return user


def _first_match(issuer: str, subject: str, claims: Mapping[str, Any], at: datetime) -> User:
    email = str(claims.get("email") or "").strip()
    if not email:
        raise NotLetIn("no e-mail address")
    if claims.get("email_verified") is not True and not settings.OIDC_TRUST_EMAIL:
        raise NotLetIn("e-mail address is not confirmed")
    found: list[User] = list(User.objects.active().filter(email__iexact=email)[:2])
    if len(found) != 1:
        raise NotLetIn("no account" if not found else "several accounts")
    try:
        with transaction.atomic():
            ExternalIdentity.objects.create(user=found[0], issuer=issuer, subject=subject, matched_at=at)
    except IntegrityError:
        # The account belongs to another subject already: an address that was given to somebody else.
        raise NotLetIn("account is of somebody else") from None
    return found[0]


def has_second_factor_there(claims: Mapping[str, Any]) -> bool:
    """Whether the provider says, in a way that this municipality relies on, that a second factor was used."""
    told = claims.get("amr")
    return bool(set(settings.OIDC_SECOND_FACTOR_AMR) & set(told)) if isinstance(told, list) else False

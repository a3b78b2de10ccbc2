"""What the administrator's pages about accounts show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from wijkteam.accounts.models import User
from wijkteam.accounts.selectors.tables import AdminPage, Cell, Link, Row, Section

PAGE_SIZE = 50
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
NameOfRole = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class AccountsPage:
    overview: AdminPage
    page: Page[User]


def accounts_page(*, search: str, role: str, state: str, number: str, role_name: NameOfRole) -> AccountsPage:
    """Accounts whose name or user name has `search` in it; `role_name` says what a role is called here."""
    found = User.objects.order_by("-is_active", "name", "pk")
    if search:
        found = found.filter(Q(name__icontains=search) | Q(username__icontains=search))
    if role:
        found = found.filter(role=role)
    if state:
        found = found.filter(is_active=state == "active")
    page = Paginator(found, PAGE_SIZE).get_page(number)
    page.object_list = list(page.object_list)
    accounts: Sequence[User] = page.object_list
    protected = set(
        Authenticator.objects.filter(user__in=accounts, type__in=SECOND_FACTORS).values_list("user_id", flat=True)
    )
    rows = [
        Row(
            cells=[
                Cell(
                    text=account.name,
                    url=reverse("accounts:edit", args=[account.public_id]),
                    sub=account.username,
                ),
                Cell(text=role_name(account.role)),
                Cell(text=_("yes"), tone="positive") if account.is_active else Cell(text=_("no"), tone="negative"),
                Cell(text=_("yes") if account.pk in protected else _("no")),
                Cell(text=date_format(localtime(account.last_login), "j b Y") if account.last_login else _("never")),
            ]
        )
        for account in accounts
    ]
    return AccountsPage(
        overview=AdminPage(
            title=_("Accounts"),
            links=[Link(label=_("Add an account"), url=reverse("accounts:add"), icon="plus")],
            sections=[
                Section(
                    key="accounts",
                    head=[_("Name"), _("Role"), _("May sign in"), _("Second factor"), _("Last signed in")],
                    rows=rows,
                    empty_icon="user-cog",
                    empty_title=_("No accounts found"),
                    empty_text=_("Nobody has this name and role. Search for less."),
                )
            ],
        ),
        page=page,
    )


def has_second_factor(account: User) -> bool:
    return bool(Authenticator.objects.filter(user=account, type__in=SECOND_FACTORS).exists())

"""Purpose limitation: docs/authorisation.md says which role uses what, and what for, as the views themselves say it."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from wijkteam.accounts.enums import Role
from wijkteam.manual.selectors.pages import sources
from wijkteam.manual.selectors.purposes import PURPOSES, purpose_table, users_of_screens

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "authorisation.md"


def test_the_document_says_what_the_views_say() -> None:
    with override("en"):
        made = purpose_table()
    kept = DOCUMENT.read_text("utf-8")
    begin, end = kept.index(made[0]), kept.index("\n\n", kept.index(made[0]))
    assert kept[begin:end].splitlines() == made, "run: manage.py purposes, and put its table in docs/authorisation.md"


def test_each_page_of_the_manual_has_one_purpose() -> None:
    named = [page for pages in PURPOSES.values() for page in pages]
    assert len(named) == len(set(named))
    assert set(named) == set(sources("nl"))


def test_each_role_sees_what_its_purpose_needs() -> None:
    used = users_of_screens()
    nobody = [screen.addresses for screen, use in used.items() if not use.roles and not use.is_public]
    assert not nobody, "nobody may use these"
    teams = {Role.TEAM_MEMBER, Role.TEAM_COORDINATOR}
    of_households = [used[one] for one in used if one.page in PURPOSES["helping a household"]]
    assert len(of_households) > 20
    assert all(use.roles <= teams for use in of_households)
    outside = {Role.COMMISSIONER, Role.PARTNER}
    for purpose in ("keeping a household safe", "dividing the work", "keeping the rules of privacy"):
        for screen in used:
            assert screen.page not in PURPOSES[purpose] or not used[screen].roles & outside, screen.addresses

"""The menu: who sees what, and where one is."""

from collections.abc import Iterator

import pytest

from wijkteam.accounts.enums import Role
from wijkteam.core import navigation
from wijkteam.core.navigation import HeaderAction, HeaderSearch, NavItem

MEMBER = frozenset({"team-member"})


@pytest.fixture(autouse=True)
def _only_ours(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty menu, so that a test says all that is in it."""
    for name in ("_items", "_actions", "_searches"):
        monkeypatch.setattr(navigation, name, {})
    navigation._for_role.cache_clear()
    yield
    navigation._for_role.cache_clear()


def add(url_name: str, *, order: int = 10, roles: frozenset[str] = MEMBER, group: str = "") -> None:
    navigation.register(NavItem(url_name=url_name, label=url_name, icon="home", roles=roles, order=order, group=group))


def test_our_list_of_roles_is_the_list_of_roles() -> None:
    assert set(Role.values) == navigation.EVERY_ROLE


def test_each_role_sees_its_own_entries_in_order_and_groups_last() -> None:
    add("core:offline", order=30)
    add("core:manifest", order=5, group="Buurt")
    add("core:styleguide", order=20)
    add("core:service-worker", roles=frozenset({"commissioner"}))
    assert [entry.label for entry in navigation.menu(role="team-member", path="/")] == [
        "core:styleguide",
        "core:offline",
        "core:manifest",
    ]
    assert [entry.label for entry in navigation.menu(role="commissioner", path="/")] == ["core:service-worker"]
    assert navigation.menu(role="", path="/") == ()


def test_the_entry_with_the_longest_matching_address_is_the_current_one() -> None:
    add("core:styleguide")
    add("accounts:home")

    def current(path: str) -> list[str]:
        return [str(entry.label) for entry in navigation.menu(role="team-member", path=path) if entry.current]

    assert current("/stijl/knoppen/") == ["core:styleguide"]
    assert current("/") == ["accounts:home"]
    assert current("/elders/") == []


def test_an_entry_added_later_is_seen() -> None:
    add("core:styleguide")
    assert len(navigation.menu(role="team-member", path="/")) == 1
    add("core:offline")
    assert len(navigation.menu(role="team-member", path="/")) == 2


def test_the_button_and_the_search_of_a_role() -> None:
    navigation.register_action(HeaderAction(url_name="core:offline", label="Vastleggen", icon="plus", roles=MEMBER))
    navigation.register_search(HeaderSearch(url_name="core:offline", label="Zoek", roles=MEMBER))
    action, search = navigation.action(role="team-member"), navigation.search(role="team-member")
    assert action is not None
    assert action.label == "Vastleggen"
    assert search is not None
    assert search.label == "Zoek"
    assert navigation.action(role="commissioner") is None
    assert navigation.search(role="commissioner") is None

"""Every text that somebody can see exists in Dutch."""

from wijkteam.core.management.commands import messages


def test_no_text_lacks_its_dutch() -> None:
    found = messages.problems()
    assert not found, "Run `manage.py messages update` and translate:\n" + "\n".join(found[:40])

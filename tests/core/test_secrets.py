"""G19: no secret in the history of the code, and a key that can be changed while people work."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from tests.factories.accounts import sign_in
from tests.promises import Measured
from wijkteam.accounts.models import User

BASE = Path(settings.BASE_DIR)
# What a secret looks like, wherever it stands.
SHAPES = {
    "private key": r"-----BEGIN (?:RSA |EC |OPENSSH |ENCRYPTED )?PRIVATE KEY-----\n[A-Za-z0-9+/=\n]{64,}",
    "key of age": r"AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}",
    "key of a cloud": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "token of a forge": r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{60,}|glpat-[\w-]{20})\b",
    "token of a chat": r"\bxox[baprs]-[0-9A-Za-z-]{20,}",
    "password in an address": r"\b(?:postgres(?:ql)?|rediss?|amqps?|https?|smtps?)://[^\s:/@\"'{$<]+:[^\s@/\"'{$<]{8,}@",
    "signed token": r"\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}",
    "chosen setting": r"(?m)^\s*(?:export )?WIJKTEAM_(?:SECRET_KEY|\w*PASSWORD\w*|\w*SECRET|\w*TOKEN)[ \t]*[=:]"
    r"[ \t]*[\"']?(?!\$|only-)[A-Za-z0-9_\-]{24,}",
}


def found_in(text: str) -> list[str]:
    hits = ((name, match.group()) for name, shape in SHAPES.items() for match in re.finditer(shape, text))
    return [f"{name}: {hit[:24]}…" for name, hit in hits]


def test_g19_no_secret_in_the_history(measured: Measured) -> None:
    """Each line that any commit ever added."""
    if not (BASE / ".git").exists():
        pytest.fail("the history is not here: run in a clone")
    command = ["git", "-C", str(BASE), "log", "--all", "-p", "--no-color", "--unified=0", "--no-textconv",
               "--", ".", ":!package-lock.json", ":!requirements", ":!*.po", ":!docs/pictures"]  # fmt: skip
    hits: list[str] = []
    lines = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, errors="replace") as process:
        assert process.stdout
        block: list[str] = []
        for line in process.stdout:
            if line.startswith("+") and not line.startswith("+++"):
                lines += 1
                block.append(line[1:])
            elif line.startswith("diff "):
                hits += found_in("".join(block))
                block = []
        hits += found_in("".join(block))
    assert process.returncode == 0
    assert lines > 100_000, "this is not the whole history"
    assert not hits
    measured("G19", f"{lines} added lines of all commits looked at: 0 secrets", part="history")


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN PRIVATE KEY-----\n" + "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7" * 3,
        "AGE-SECRET-KEY-1" + "Q" * 58,
        "aws = 'AKIA" + "IOSFODNN7EXAMPLE'",
        "postgres" + "://web:hunter2hunter2@db/wijkteam",
        "WIJKTEAM_SECRET_KEY" + "=Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4",
        "ghp_" + "a1B2" * 9,
    ],
    ids=["private key", "age", "cloud", "address", "setting", "forge"],
)
def test_the_scan_sees_what_it_should(text: str) -> None:
    assert found_in(text)


@pytest.mark.django_db
def test_g19_sessions_live_on_while_the_key_changes(
    client: Client, colleague: User, settings: Settings, measured: Measured
) -> None:
    """The drill: the new key first with the old one behind it, then without."""
    old, new = settings.SECRET_KEY, "another-key-that-is-long-enough-0123456789-abcdef"
    assert sign_in(client, colleague).get("/", follow=True).redirect_chain
    assert client.get("/mijn-account/").status_code == 200
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = new, [old]
    assert client.get("/mijn-account/").status_code == 200, "still signed in"
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get("/mijn-account/").status_code == 200, "and signed with the new key by now"
    late = Client()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = old, []
    sign_in(late, colleague)
    settings.SECRET_KEY = new
    assert late.get("/mijn-account/").status_code == 302, "who stayed away meanwhile signs in again"
    measured(
        "G19", "key changed with the old one behind it: 0 of 1 sessions lost; without it they end", part="rotation"
    )

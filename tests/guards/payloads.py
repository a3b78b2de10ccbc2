"""What somebody writes who wants a colleague's browser to do something: T17 (scripts) and T18 (attributes of htmx)."""

from collections.abc import Iterator

from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import CharField, EmailField, Model, TextField, URLField
from pghistory.models import Event

OWN_APPS = ("wijkteam.", "cases", "collectief", "netwerk")
# Every one begins with its mark and what must be escaped, so that it is seen even when it was cut.
SCRIPTS = [
    "<kwaad><script>alert(1)</script>",
    "<kwaad><img src=/kwaad/ onerror=alert(1)>",
    "<kwaad><svg onload=alert(1)>",
    "<kwaad><svg><script>alert(1)</script></svg>",
    "<kwaad><body onload=alert(1)>",
    "<kwaad><iframe src=/kwaad/></iframe>",
    "<kwaad><iframe srcdoc='<script>alert(1)</script>'>",
    "<kwaad><object data=/kwaad/></object>",
    "<kwaad><embed src=/kwaad/>",
    "<kwaad><link rel=stylesheet href=/kwaad/>",
    "<kwaad><meta http-equiv=refresh content='0;url=/kwaad/'>",
    "<kwaad><base href=/kwaad/>",
    "<kwaad><form action=/kwaad/><button autofocus>",
    "<kwaad><input autofocus onfocus=alert(1)>",
    "<kwaad><details open ontoggle=alert(1)>",
    "<kwaad><video src=/kwaad/ onerror=alert(1)>",
    "<kwaad><style>@import '/kwaad/';</style>",
    "<kwaad><div style='background:url(/kwaad/)'>",
    "<kwaad><math><a xlink:href='javascript:alert(1)'>x",
    "<kwaad><template><script>alert(1)</script></template>",
    "<kwaad></textarea><script>alert(1)</script>",
    "<kwaad></title><script>alert(1)</script>",
    "<kwaad></script><script>alert(1)</script>",
    "<kwaad></option></select><img src=/kwaad/>",
    "<kwaad>--><script>alert(1)</script>",
    "<kwaad>]]><script>alert(1)</script>",
    "<kwaad a=`<script>alert(1)</script>`>",
    '"kwaad onmouseover=alert(1) x="',
    '"kwaad autofocus onfocus=alert(1) x="',
    '"kwaad style="background:url(/kwaad/)',
    '"kwaad><script>alert(1)</script>',
    "'kwaad onmouseover=alert(1) x='",
    "'kwaad><img src=/kwaad/ onerror=alert(1)>",
    "'kwaad-alert(1)-'",
    '"kwaad;alert(1);//',
    "<kwaad>{{constructor.constructor('alert(1)')()}}",
    "<kwaad>${alert(1)}",
    "<kwaad\t><scr\0ipt>".replace("\0", ""),
    "<kwaad/onclick=alert(1)>",
    "<KWAAD><ScRiPt>alert(1)</sCrIpT>",
]
ATTRIBUTES = [
    f"<kwaad {attribute}>"
    for attribute in (
        "hx-get=/kwaad/ hx-trigger=load",
        "hx-post=/kwaad/ hx-trigger=load",
        "hx-put=/kwaad/ hx-trigger=revealed",
        "hx-patch=/kwaad/ hx-trigger='every 1s'",
        "hx-delete=/kwaad/ hx-trigger=intersect",
        "data-hx-get=/kwaad/ data-hx-trigger=load",
        "data-hx-post=/kwaad/ data-hx-trigger=load",
        "hx-on:load=alert(1)",
        "hx-on::load=alert(1)",
        "hx-on--after-process-node=alert(1)",
        "data-hx-on:click=alert(1)",
        "hx-vals='js:{x:alert(1)}' hx-get=/kwaad/ hx-trigger=load",
        "hx-headers='js:{x:alert(1)}' hx-get=/kwaad/ hx-trigger=load",
        "hx-trigger='load[alert(1)]' hx-get=/kwaad/",
        "hx-boost=true><a href=/kwaad/>x</a",
        "hx-ext=kwaad hx-get=/kwaad/ hx-trigger=load",
        "hx-swap-oob=true id=main",
        "hx-select-oob='#main'",
        "hx-disinherit=* hx-get=/kwaad/ hx-trigger=load",
        "hx-include=* hx-post=/kwaad/ hx-trigger=load",
        "hx-confirm=x hx-get=/kwaad/ hx-trigger=load",
    )
] + [
    '"kwaad hx-get=/kwaad/ hx-trigger=load x="',
    '"kwaad hx-on:click=alert(1) x="',
    "'kwaad data-hx-get=/kwaad/ data-hx-trigger=load x='",
    '"kwaad hx-vals="js:{x:alert(1)}" hx-get="/kwaad/" hx-trigger="load',
]
PAYLOADS = [*SCRIPTS, *ATTRIBUTES]
_ADDRESS = "javascript:alert('kwaad')"
_RAW = ("<kwaad", '"kwaad', "'kwaad", "<KWAAD", _ADDRESS)
# What finds a row: with something else in it the pages could not be asked for at all.
_KEYS = {
    "code", "slug", "username", "password", "digest", "stored_as", "token", "request_key", "sha256", "session_key",
    "session_data", "user_agent", "language", "scheme", "path", "kind", "key",
}  # fmt: skip


def texts(model: type[Model]) -> Iterator["CharField[str, str] | TextField[str, str]"]:
    for one in model._meta.local_concrete_fields:
        if not isinstance(one, CharField | TextField) or isinstance(one, EmailField):
            continue
        if not (one.choices or one.generated or one.unique) and one.editable and one.name not in _KEYS:
            yield one


def plant_payloads() -> tuple[set[str], set[str]]:
    """Write one into every text of every row there is: the fields where one stands now, and those that refused it.

    What can never be changed refuses; so does what the database keeps to a form (a postcode, a telephone number).
    """
    planted, refused = set(), set()
    number = 0
    for model in apps.get_models():
        if not model.__module__.startswith(OWN_APPS) or issubclass(model, Event) or not model._meta.managed:
            continue
        for one in texts(model):
            for row in model._default_manager.order_by("pk")[:12]:
                number += 1
                text = _ADDRESS if isinstance(one, URLField) else PAYLOADS[number % len(PAYLOADS)]
                short = text if len(text) <= (one.max_length or 500) else "<kwaad>"[: one.max_length]
                try:
                    with transaction.atomic():
                        model._default_manager.filter(pk=row.pk).update(**{one.name: short})
                except DatabaseError:
                    refused.add(f"{model._meta.label}.{one.name}")
                else:
                    planted.add(f"{model._meta.label}.{one.name}")
    return planted, refused - planted


def unescaped(body: str) -> list[str]:
    """What stands in a page as it was written, with what is round it."""
    found = []
    for raw in _RAW:
        at = body.find(raw)
        if at >= 0:
            found.append(body[max(0, at - 80) : at + 80])
    return found

"""`{% load drafts %}`: let a form keep what is typed into it."""

import secrets
from typing import Any
from uuid import UUID

from django import template
from django.forms import BaseForm
from django.template.context import RequestContext

from wijkteam.drafts.services.keep_draft import BadToken, DraftKey

register = template.Library()


@register.inclusion_tag("drafts/_keep.html", takes_context=True)
def draft(
    context: RequestContext, form: BaseForm, key: str, subject: UUID | None = None, part: UUID | None = None
) -> dict[str, Any]:
    """Stands inside the `<form>`. `subject` is the public id of the case, `part` that of what is changed in it.

    A form that comes back with errors goes on with the draft that it had. Runs no query.
    """
    user = context.request.user
    if not user.is_authenticated:
        return {}
    fresh = DraftKey(user_id=user.pk, form=key, subject=subject, part=part, page=secrets.token_hex(8))
    posted = context.request.POST
    token, slot, version = fresh.sign(), "0", "0"
    if form.is_bound and _is_same(posted.get("draft", ""), fresh):
        token, slot, version = posted["draft"], posted.get("draft_slot", "0"), posted.get("draft_version", "0")
    return {"token": token, "slot": slot, "version": version, "is_bound": form.is_bound}


def _is_same(token: str, fresh: DraftKey) -> bool:
    try:
        old = DraftKey.read(token)
    except BadToken:
        return False
    return (old.user_id, old.form, old.subject, old.part) == (fresh.user_id, fresh.form, fresh.subject, fresh.part)

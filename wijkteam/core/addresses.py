"""What stands behind the question mark in an address. It comes from outside: anything may stand there."""

from uuid import UUID

from django.http import HttpRequest


def public_id_in_address(request: HttpRequest, name: str) -> UUID | None:
    """The public id under this name; None when there is none, or something else stands there."""
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None

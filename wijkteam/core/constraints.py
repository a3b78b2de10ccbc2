"""Which rule of the database was broken: what somebody is told depends on it."""

from django.db import IntegrityError


def broken_constraint(error: IntegrityError) -> str:
    """The name of the constraint (or of the rule that a trigger names), empty when PostgreSQL told none."""
    diagnostics = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnostics, "constraint_name", None) or "")

"""A Monday in May and a signed-in colleague, as in the tests of cases."""

from tests.cases.conftest import monday, signed_in

__all__ = ["monday", "signed_in"]

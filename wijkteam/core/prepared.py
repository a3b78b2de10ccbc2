"""Statements that are put together once in a process: on a busy page that costs more than running them.

    page = Prepared(lambda: Contact.objects.filter(case=slot("case")).order_by("-occurred_at"))
    rows = page(case=case.pk)

The queryset is an ordinary one, so that a rule that is written once on its model holds here too; only its values are
left open.
"""

import copy
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Generic, NoReturn, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import BooleanField, Expression, F, Field, Func, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")


class _Slot(Expression):
    """Compiles to a placeholder; its parameter is the slot itself, until a value takes its place."""

    def __init__(self, name: str, output_field: "Field[Any, Any] | None" = None) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


def slot(name: str, output_field: "Field[Any, Any] | None" = None) -> Any:
    """A value that is not known yet. Numbers, days, moments and keys fit as they are; nothing that Django converts."""
    return _Slot(name, output_field)


class _AnyOf(Func):
    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    arity = 2
    output_field = BooleanField()


def among(field: str, numbers: Sequence[int]) -> Q:
    """`field` is one of these primary keys; a slot may stand for all of them (its value is a list), or for the one."""
    if isinstance(numbers, _Slot):
        return Q(_AnyOf(F(field), numbers))
    if len(numbers) == 1:
        return Q(**{field: numbers[0]})
    return Q(**{f"{field}__in": numbers})


def among_few(field: str, rows: QuerySet[Any, Any]) -> Q:
    """`field` is what one of these few rows gives: found first, once, whatever is joined to it."""
    return Q(_AnyOf(F(field), ArraySubquery(rows)))


def _refuse(*_args: Any) -> NoReturn:
    """What was asked while a statement is put together would stay in it, for everybody."""
    raise RuntimeError("A statement that is put together once may ask nothing of the database meanwhile.")


class Prepared(Generic[Row]):
    """Call it with a value for each slot: runs one statement and returns its rows. Nothing can be added any more."""

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build

    @cached_property
    def _made(self) -> tuple[QuerySet[Any, Row], SQLCompiler, str, Sequence[Any]] | None:
        with connection.execute_wrapper(_refuse):
            queryset = self._build()
        compiler = queryset.query.get_compiler(using=queryset.db)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:  # whatever the values, it finds nothing
            return None
        return queryset, compiler, sql, parameters

    def __call__(self, **values: Any) -> list[Row]:
        if self._made is None:
            return []
        queryset, made, sql, parameters = self._made
        filled = tuple(values[one.name] if isinstance(one, _Slot) else one for one in parameters)
        compiler = copy.copy(made)
        compiler.using, compiler.connection = queryset.db, connections[queryset.db]  # each thread has its own
        setattr(compiler, "as_sql", lambda *args, **kwargs: (sql, filled))  # noqa: B010  (a method, for this one)
        asked = queryset._chain()  # type: ignore[attr-defined]  # not public: there is no other way to keep a statement
        setattr(asked.query, "get_compiler", lambda *args, **kwargs: compiler)  # noqa: B010  (the same)
        return list(asked)

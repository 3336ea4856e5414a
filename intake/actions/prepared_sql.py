"""Queries that every page turn asks: turned into SQL once in a process, then only run."""

from typing import Any, cast

from django.db import connection
from django.db.models import Field, Model, QuerySet


class Prepared:
    """Plain rows of a ``values_list``, found by one column.

    Django writes a query's SQL anew each time, and on a page turn that costs several times what
    the database does (docs/decisions/0015). Here it writes it once, for the database in use.
    """

    def __init__(self, rows: QuerySet, *, by: str) -> None:
        self.queryset = rows
        self.by = rows.model._meta.get_field(by)
        self.text = ""
        self.converters: list[tuple[int, Any, Any]] = []

    def rows(self, value: object) -> list[list[Any]]:
        if not self.text:
            self._prepare(value)
        with connection.cursor() as cursor:
            cursor.execute(self.text, [self.by.get_db_prep_value(value, connection)])
            found = [*map(list, cursor.fetchall())]
        for place, convert, column in self.converters:
            for row in found:
                row[place] = convert(row[place], column, connection)
        return found

    def _prepare(self, value: object) -> None:
        """How Django asks for any value and reads the columns; these calls are not documented."""
        compiler = self.queryset.filter(**{self.by.name: value}).query.get_compiler("default")
        text, params = compiler.as_sql()
        if params != (self.by.get_db_prep_value(value, connection),):
            raise ValueError("A prepared query leaves one value open and names no other")
        columns = [column for column, *_ in compiler.select]
        self.converters = [
            (place, convert, column)
            for place, (every, column) in compiler.get_converters(columns).items()
            for convert in every
        ]
        self.text = text


class Change:
    """A change of rows in plain SQL, with the columns whose values it is run with."""

    def __init__(self, model: type[Model], text: str, *columns: str) -> None:
        self.text = text.replace("TABLE", model._meta.db_table)
        self.columns = [cast(Field, model._meta.get_field(column)) for column in columns]

    def run(self, *values: object) -> int:
        """How many rows were changed."""
        with connection.cursor() as cursor:
            pairs = zip(self.columns, values, strict=True)
            cursor.execute(self.text, [f.get_db_prep_value(v, connection) for f, v in pairs])
            return cursor.rowcount

"""Questions about the tree. Each says what it costs."""

from __future__ import annotations

from django.db.models import QuerySet

from shangliang.kernel.access import STEP, steps
from shangliang.modules.org.models import Brand, Field, Unit


def unit(code: str) -> Unit:
    """1 query; raises Unit.DoesNotExist."""
    return Unit.objects.get(code=code)


def below(path: str) -> QuerySet[Unit]:
    """The unit itself and all under it (1 query, one range of the index)."""
    return Unit.objects.filter(path__gte=path, path__lt=path + "~", active=True)


def above(path: str) -> QuerySet[Unit]:
    """The unit itself and all over it (1 query)."""
    return Unit.objects.filter(path__in=steps(path))


def departments(path: str) -> QuerySet[Unit]:
    """Those who can be asked to answer within the same root (1 query)."""
    kinds = [Unit.Kind.DEPARTMENT, Unit.Kind.GOVERNMENT, Unit.Kind.PARTY]
    return below(path[:STEP]).filter(kind__in=kinds)


def places(path: str) -> QuerySet[Unit]:
    """City, counties, towns and villages, for "where is it?" (1 query)."""
    return below(path[:STEP]).filter(kind__in=[Unit.Kind.CPPCC, Unit.Kind.PLACE])


def fields(path: str) -> QuerySet[Field]:
    """The fields of matters in this root, each with its department (1 query)."""
    return Field.objects.filter(unit__path=path[:STEP]).select_related("department")


def brands(path: str) -> QuerySet[Brand]:
    """All brands of a root with their parents (1 query)."""
    rows = Brand.objects.filter(unit__path__gte=path[:STEP], unit__path__lt=path[:STEP] + "~")
    return rows.select_related("unit", "parent").order_by("unit__path", "id")

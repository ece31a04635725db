"""案号、分类号 (DOMAIN 1.6): gapless in the session and within the class of the session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shangliang.kernel import numbering, params
from shangliang.kernel.text import official, spelled
from shangliang.modules.org.models import Unit
from shangliang.modules.proposals.models import Category, Session


def take_case(session: Session, *, category: Category) -> tuple[int, int]:
    """The next case number and the next number of the class. Inside the transaction that uses them."""
    path, year = session.unit.path, session.opens_on.year
    case = numbering.take(path, f"proposal.case.{session.pk}", year)
    return case, numbering.take(path, f"proposal.class.{session.pk}.{category.pk}", year)


def taken(
    session: Session, *, serial: int = 0, case: int = 0, category: Category | None = None, within: int = 0
) -> None:
    """Numbers that came from elsewhere (an import) are not given again."""
    path, year = session.unit.path, session.opens_on.year
    numbering.keep_above(path, f"proposal.serial.{session.pk}", year, serial)
    numbering.keep_above(path, f"proposal.case.{session.pk}", year, case)
    if category is not None:
        numbering.keep_above(path, f"proposal.class.{session.pk}.{category.pk}", year, within)


@dataclass(frozen=True)
class Form:
    """How a unit writes the numbers of one session on one day (proposals.number_form)."""

    session: Session
    form: str
    digits: int

    def write(self, *, case: int, category: Category, within: int) -> str:
        """The number in full. No query."""
        session, form = self.session, self.form
        parts = {
            "unit": place(session.unit), "term": spelled(session.term.number), "meeting": spelled(session.number),
            "case": f"{case:0{self.digits}d}", "category": category.name, "within": f"{within:03d}",
        }  # fmt: skip
        with official():
            if not all(f"{{{name}}}" in form for name in ("case", "category", "within")):
                form += "第{case}号（{category}类{within}号）"
            for name, said in parts.items():
                form = form.replace(f"{{{name}}}", said)
        return form[:160]


def form_on(session: Session, *, on: date) -> Form:
    """2 queries."""
    path = session.unit.path
    form = str(params.value(path, "proposals.number_form", on))
    return Form(session, form, int(params.value(path, "proposals.case_digits", on)))


def full(session: Session, *, case: int, category: Category, within: int, on: date) -> str:
    """The number as this unit writes it (2 queries)."""
    return form_on(session, on=on).write(case=case, category=category, within=within)


def place(unit: Unit) -> str:
    """政协云川市委员会 → 云川市."""
    return unit.name.removeprefix("政协").removesuffix("委员会")

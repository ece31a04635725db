"""`shangliang import proposals FILE --unit CODE --session N --by LOGIN`: what the system before this one held."""

import argparse
from typing import Any

import django
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from shangliang.surfaces.cli.errors import CliError

django.setup()  # models come with the next lines; main.py loads this module only when it is asked for
from shangliang.kernel import calendar, sheets  # noqa: E402
from shangliang.kernel.access import Actor  # noqa: E402
from shangliang.modules.org.models import Unit  # noqa: E402
from shangliang.modules.people import queries as people  # noqa: E402
from shangliang.modules.people.models import Person  # noqa: E402
from shangliang.modules.proposals import services  # noqa: E402
from shangliang.modules.proposals.models import ProposalBatch, Session  # noqa: E402
from shangliang.modules.proposals.services.past import Preview  # noqa: E402

LABELS = {
    "submitted": "待预审 to be reviewed", "filed": "已立案，继续办 filed, still open", "not_filed": "不立案 not filed",
    "archived": "已归档 archived",
}  # fmt: skip


def preview(arguments: argparse.Namespace, unit: Unit, console: Console) -> Preview:
    """What the file would become; said in words before anything is asked."""
    session = _session(unit, arguments.session)
    sheet = sheets.read(arguments.file)
    with console.status("比对中 · comparing"):
        found = services.preview_proposals(
            session, sheet=sheet, name=arguments.file.name, content=arguments.file.read_bytes(), at=timezone.now()
        )  # fmt: skip
    becoming = found.becoming
    print("，".join(f"{label} {becoming[state]}" for state, label in LABELS.items()))
    if handed := becoming["handed"]:
        print(f"其中 {handed} 件重新交给承办单位，答复时限从导入这天起在本系统计算")
        print(f"{handed} of them go to their departments anew: the clocks of their replies start here today")
    return found


def commit(arguments: argparse.Namespace, found: Preview, console: Console) -> ProposalBatch:
    """In the name of the person who takes them over; the journal says who."""
    actor = _actor(arguments.by)
    with Progress(console=console) as bar:
        task = bar.add_task("导入 · importing", total=None)
        return services.commit_proposals(
            found.session, preview=found, actor=actor, at=timezone.now(),
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )  # fmt: skip


def _session(unit: Unit, named: str) -> Session:
    """By its number, or as it is called: 九届五次会议."""
    rows = list(Session.objects.filter(unit=unit).select_related("unit", "term"))
    found = [s for s in rows if named in (str(s.pk), str(s), f"{s.term.number}.{s.number}")]
    if len(found) != 1:
        known = "、".join(f"{s.pk} {s}" for s in rows[:20])
        raise CliError(
            f"{unit} 没有会次“{named}”。可用：{known}", f"No session {named} of {unit}. Known: {known}"
        )
    return found[0]


def _actor(login: str) -> Actor:
    person = Person.objects.filter(username=login, is_active=True).first()
    if person is None:
        raise CliError(f"没有登录名为 {login} 的人。", f"Nobody signs in as {login}.")
    return people.actor_for(person, calendar.day_of(timezone.now()))


def add_arguments(parser: Any) -> None:
    """What only this import asks for."""
    parser.add_argument(
        "--session", required=True, help="会次的编号，或“9.5” · number of the session, or TERM.MEETING"
    )
    parser.add_argument(
        "--by", required=True, help="由谁接续并交办（登录名） · login of whoever takes them over"
    )

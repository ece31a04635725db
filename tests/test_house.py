"""House rules that a linter cannot know. Each carries a good and a bad line, so the rule itself is tested.

A rule takes a parsed file and gives the numbers of the lines that break it; `where` says what it reads.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "shangliang"
MODULES = sorted(p.name for p in (HOUSE / "modules").iterdir() if (p / "__init__.py").exists())

Rule = Callable[[ast.Module], Iterator[int]]
Where = Callable[[str], bool]


@cache
def sources() -> dict[str, ast.Module]:
    """Every Python file of the house but migrations and tests, by its path below shangliang/."""
    found = {}
    for path in sorted(HOUSE.rglob("*.py")):
        where = path.relative_to(HOUSE).as_posix()
        if "/migrations/" not in where and "/tests/" not in where:
            found[where] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Calls of a function or method with one of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in names:
                yield node


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


# --- the rules

CLOCK_FIELDS = {"state", "entered_at", "due_at", "clock_of", "clock_from", "clock_at", "clock_step"}


def sets_state(tree: ast.Module) -> Iterator[int]:
    """Only the kernel's one door changes a state or a clock: not by assignment, update or create."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            flat = [e for t in targets for e in (t.elts if isinstance(t, ast.Tuple | ast.List) else [t])]
            if any(isinstance(t, ast.Attribute) and t.attr in CLOCK_FIELDS for t in flat):
                yield node.lineno
    for call in calls(tree, "update", "create", "update_or_create", "get_or_create"):
        if any(k.arg in CLOCK_FIELDS for k in call.keywords) and isinstance(call.func, ast.Attribute):
            yield call.lineno
    for call in calls(tree, "setattr"):
        if (
            len(call.args) > 1
            and isinstance(call.args[1], ast.Constant)
            and call.args[1].value in CLOCK_FIELDS
        ):
            yield call.lineno


def reads_clock(tree: ast.Module) -> Iterator[int]:
    """The clock is an argument."""
    for call in calls(tree, "now", "today", "utcnow", "localdate", "localtime", "time_ns"):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name not in {"localdate", "localtime"} or not call.args:
            yield call.lineno
    for call in calls(tree, "time"):
        if isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "time":
            yield call.lineno


def uses_signals(tree: ast.Module) -> Iterator[int]:
    """Side effects read the journal; the journal's reference is the only generic one."""
    banned = {"GenericForeignKey", "GenericRelation", "receiver"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names = {a.name for a in node.names}
            if (node.module or "").endswith(("signals", "django.dispatch")) or names & (banned | {"signals"}):
                yield node.lineno
        elif isinstance(node, ast.Import) and any("signals" in a.name for a in node.names):
            yield node.lineno


def imports_late(tree: ast.Module) -> Iterator[int]:
    """Imports stand at the top; only an app's `ready` has to wait."""
    for function in functions(tree):
        if function.name != "ready":
            yield from (n.lineno for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom))


def hides_imports(tree: ast.Module) -> Iterator[int]:
    """An import for types alone is an import too: it may go up where the floors say down, and nobody would see it."""
    for node in ast.walk(tree):
        if "TYPE_CHECKING" in {getattr(node, "id", ""), getattr(node, "attr", "")}:
            yield node.lineno  # type: ignore[attr-defined]


def swallows(tree: ast.Module) -> Iterator[int]:
    """A failure is handled, logged or passed on; never dropped."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            only = node.body[0] if len(node.body) == 1 else None
            dots = isinstance(only, ast.Expr) and isinstance(only.value, ast.Constant)
            if isinstance(only, ast.Pass) or dots:
                yield node.lineno
    for call in calls(tree, "suppress"):
        if any(getattr(a, "id", "") in {"Exception", "BaseException"} for a in call.args):
            yield call.lineno


def saves(tree: ast.Module) -> Iterator[int]:
    """A view finds, permits, parses and acts through a service; it writes nothing itself."""
    writing = ("save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create")
    for call in calls(tree, *writing, "update_or_create"):
        if isinstance(call.func, ast.Attribute):
            to_a_stream = call.func.attr == "save" and len(call.args) == 1
            if not to_a_stream:
                yield call.lineno


READER = (["entry", "at"], ["kind", "verb"])  # what a consumer of the journal is called with


def takes_positions(tree: ast.Module) -> Iterator[int]:
    """A service takes the thing first and the rest by name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            given = node.args
            if [a.arg for a in given.args] in READER:
                continue
            if len(given.posonlyargs + given.args) > 1 or given.defaults or given.vararg:
                yield node.lineno


def is_long(tree: ast.Module) -> Iterator[int]:
    """A service can be read at one sight: at most 40 lines."""
    for function in functions(tree):
        if (function.end_lineno or 0) - function.lineno + 1 > 40:
            yield function.lineno


def stem(where: str) -> set[str]:
    """The names a file answers to: `modules/x/views/list.py` is one of the views."""
    return {part.removesuffix(".py") for part in where.split("/")[1:]}


def may_read_clock(where: str) -> bool:
    at_edge = where.startswith("modules/") and bool(stem(where) & {"views", "api", "seating"})
    return at_edge or where.startswith(("surfaces/", "project/", "look/"))


def anywhere(where: str) -> bool:
    return True


def is_service(where: str) -> bool:
    return where.startswith("modules/") and "services" in stem(where)


@dataclass(frozen=True)
class HouseRule:
    rule: Rule
    where: Where
    good: str
    bad: tuple[str, ...]


DOOR = {"kernel/moves.py", "kernel/sweeper.py", "kernel/clocks.py"}
LONG = "def f():\n" + "    x = 1\n" * 40
RULES = [
    HouseRule(
        sets_state,
        lambda where: where not in DOOR and not where.startswith("surfaces/cli/"),
        "topic.title = 'x'; rows.filter(state='open').update(title='x')",
        (
            "topic.state = 'closed'",
            "a, topic.due_at = 1, 2",
            "rows.update(state='closed')",
            "setattr(topic, 'state', 'x')",
        ),
    ),
    HouseRule(
        reads_clock,
        lambda where: not may_read_clock(where),
        "f(at=at); timezone.localtime(at).date(); time.monotonic()",
        (
            "f(at=timezone.now())",
            "date.today()",
            "timezone.localdate()",
            "timezone.localtime()",
            "time.time()",
        ),
    ),
    HouseRule(
        uses_signals,
        anywhere,
        "from django.db import models",
        (
            "from django.dispatch import receiver",
            "from django.db.models.signals import post_save",
            "from django.contrib.contenttypes.fields import GenericForeignKey",
        ),
    ),
    HouseRule(
        imports_late,
        anywhere,
        "import a\nclass C:\n    def ready(self):\n        from b import c",
        ("def f():\n    import a", "async def f():\n    from a import b"),
    ),
    HouseRule(
        hides_imports,
        anywhere,
        "from a import b",
        ("if TYPE_CHECKING:\n    from a import b", "if typing.TYPE_CHECKING:\n    import a"),
    ),
    HouseRule(
        swallows,
        anywhere,
        "try:\n    f()\nexcept KeyError:\n    return_default()",
        (
            "try:\n    f()\nexcept KeyError:\n    pass",
            "try:\n    f()\nexcept:\n    ...",
            "suppress(Exception)",
        ),
    ),
    HouseRule(
        saves,
        lambda where: (
            bool(stem(where) & {"views", "api"}) or where.startswith(("surfaces/api/", "surfaces/desk/"))
        ),
        "services.answer(voice, actor=request.actor, at=at); picture.save(stream, kind='svg')",
        ("voice.save()", "Voice.objects.create(title='x')", "rows.update(a=1)", "form.instance.delete()"),
    ),
    HouseRule(
        takes_positions,
        lambda where: False,  # asked below, of what a module offers
        "def answer(voice, *, actor, at, note=''): ...\ndef _help(a, b): ...\ndef follow(entry, at): ...",
        ("def answer(voice, actor): ...", "def answer(voice=None): ...", "def answer(*voices): ..."),
    ),
    HouseRule(is_long, is_service, LONG.removesuffix("    x = 1\n"), (LONG,)),
]


@pytest.mark.parametrize("house", RULES, ids=lambda house: house.rule.__name__)
def test_rule_knows_good_from_bad(house: HouseRule) -> None:
    assert not list(house.rule(ast.parse(house.good)))
    for bad in house.bad:
        assert list(house.rule(ast.parse(bad))), bad


@pytest.mark.parametrize("house", RULES, ids=lambda house: house.rule.__name__)
def test_house_keeps_rule(house: HouseRule) -> None:
    assert broken_by(house) == [], house.rule.__doc__


def broken_by(house: HouseRule) -> list[str]:
    return [
        f"shangliang/{where}:{line}"
        for where, tree in sources().items()
        if house.where(where)
        for line in sorted(set(house.rule(tree)))
    ]


def test_every_rule_reads_something() -> None:
    """A rule whose folder was renamed would pass for ever."""
    for house in RULES:
        if house.rule is not takes_positions:
            assert any(house.where(where) for where in sources()), house.rule.__name__
    assert may_read_clock("modules/voices/views/public.py") and may_read_clock("modules/people/seating.py")
    assert not may_read_clock("kernel/notices.py") and not may_read_clock("modules/voices/services/filing.py")


def offered(module: str) -> dict[str, ast.Module]:
    """Where → what a module offers as services: a package offers what its `__init__` names."""
    inside = {w: t for w, t in sources().items() if w.startswith(f"modules/{module}/services")}
    contents = inside.pop(f"modules/{module}/services/__init__.py", None)
    if contents is None:
        return inside
    named = {a.name for n in ast.walk(contents) if isinstance(n, ast.ImportFrom) for a in n.names}
    return {
        where: ast.Module([n for n in tree.body if getattr(n, "name", "") in named], [])
        for where, tree in inside.items()
    }


@pytest.mark.parametrize("module", MODULES)
def test_services_take_the_thing_first(module: str) -> None:
    found = {where: list(takes_positions(tree)) for where, tree in offered(module).items()}
    assert {where: lines for where, lines in found.items() if lines} == {}, takes_positions.__doc__


# --- modules: the same files everywhere, and doors between them

FILES = {
    "__init__", "models", "queries", "flow", "rules", "words", "services", "forms", "views", "api", "urls",
    "apps",
}  # fmt: skip
FOLDERS = {"migrations", "tests", "templates", "data", "__pycache__"}
ALSO = {"people": {"seating", "adapter"}}
OPEN = {"models", "services", "queries"}  # what one module may take from another


def strangers(module: str, names: list[str]) -> set[str]:
    """What no module should have in it; a folder of a file's name is that file, split by thing."""
    allowed = FILES | ALSO.get(module, set())
    return {n for n in names if n.removesuffix(".py") not in allowed and n not in FOLDERS}


def test_the_rule_of_same_files() -> None:
    assert not strangers("voices", ["models.py", "services", "templates", "tests"])
    assert strangers("voices", ["models.py", "helpers.py", "utils"]) == {"helpers.py", "utils"}
    assert strangers("voices", ["seating.py"]) and not strangers("people", ["seating.py"])


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_the_same_files(module: str) -> None:
    assert strangers(module, [p.name for p in (HOUSE / "modules" / module).iterdir()]) == set()


def reaches_into(module: str, tree: ast.Module) -> set[str]:
    """Private parts of other modules that this file takes something from."""
    taken = set()
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [f"{node.module}.{a.name}" for a in node.names]
        elif isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        for name in names:
            parts = name.split(".")
            if parts[:2] == ["shangliang", "modules"] and len(parts) > 3 and parts[2] != module:
                taken |= {".".join(parts[2:4])} if parts[3] not in OPEN else set()
    return taken


@pytest.mark.parametrize(
    "line, private",
    [
        ("from shangliang.modules.voices.models import Voice", False),
        ("from shangliang.modules.voices import services, queries", False),
        ("from shangliang.modules.topics.flow import TOPIC", False),  # its own
        ("from shangliang.modules.voices.flow import VOICE", True),
        ("from shangliang.modules.voices import models, rules", True),
        ("import shangliang.modules.voices.views", True),
    ],
)
def test_the_rule_of_doors(line: str, private: bool) -> None:
    assert bool(reaches_into("topics", ast.parse(line))) == private


@pytest.mark.parametrize("module", MODULES)
def test_modules_meet_only_at_their_doors(module: str) -> None:
    inside = {where: tree for where, tree in sources().items() if where.startswith(f"modules/{module}/")}
    assert inside
    assert {where: taken for where, tree in inside.items() if (taken := reaches_into(module, tree))} == {}


def test_files_stay_readable() -> None:
    """No file over 400 lines, tests and templates too."""
    paths = [p for top in (HOUSE, ROOT / "tests") for kind in ("*.py", "*.html") for p in top.rglob(kind)]
    paths += ROOT.glob("*.py")
    long = {
        path.relative_to(ROOT).as_posix(): count
        for path in paths
        if "migrations" not in path.parts and (count := path.read_text(encoding="utf-8").count("\n")) > 400
    }
    assert long == {}

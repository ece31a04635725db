"""`shangliang templates`: every template of ours compiles, also those that no test happens to render."""

import argparse
import sys
from typing import Any

import django
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from jinja2 import TemplateSyntaxError


def add_commands(subparsers: Any) -> None:
    """The one name."""
    subparsers.add_parser("templates", description="检查模板 · check templates").set_defaults(run=check)


def check(arguments: argparse.Namespace) -> int:
    """Exit code 1 when one does not compile; each fault with its file and line."""
    django.setup()
    count, faults = 0, 0
    for engine in engines.all():
        if not isinstance(engine, Jinja2):
            continue
        for name in engine.env.list_templates():
            count += 1
            try:
                engine.env.get_template(name)
            except TemplateSyntaxError as wrong:
                faults += 1
                print(f"{wrong.filename}:{wrong.lineno}: {wrong.message}", file=sys.stderr)
    print(f"templates: {count} compiled, {faults} faulty")
    return 1 if faults else 0

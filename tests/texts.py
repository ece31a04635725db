"""The English catalogue: every text of the house, taken from its source. `make texts` renews it after a change.

Texts that are gone are dropped and new ones come with an empty translation, which `tests/test_texts.py` does not allow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "shangliang"
BOOK = HOUSE / "locale" / "en" / "LC_MESSAGES" / "django.po"

ONE, MANY, NAMED = None, (1, 2), ((1, "c"), 2)
KEYWORDS = {
    **dict.fromkeys(("_", "_now", "lazy", "noop", "gettext"), ONE),
    **dict.fromkeys(("ngettext",), MANY),
    **dict.fromkeys(("pgettext", "named"), NAMED),
}
OPTIONS = {
    "extensions": "jinja2.ext.i18n,jinja2.ext.do,jinja2.ext.loopcontrols",
    "newstyle_gettext": "true",
    "silent": "false",
    "encoding": "utf-8",
}
# The same for everybody: no dates and no names that every renewal would change.
HEAD = """\
# English texts of Shangliang. `make texts` renews the list; the translations are written by hand.
msgid ""
msgstr ""
"Project-Id-Version: Shangliang\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
HOLDERS = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}")


def holders(text: str) -> list[str]:
    """What is filled in later. A text and its translation must have the same ones."""
    return sorted(HOLDERS.findall(text))


def _sources() -> Iterator[tuple[str, Path]]:
    for path in sorted(HOUSE.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.relative_to(HOUSE).parts):
            yield "python", path
    for path in sorted(HOUSE.rglob("templates/**/*.*")):
        yield "jinja2", path


def said() -> Catalog:
    """Every text of the source, without line numbers: those would change with every edit."""
    found = Catalog(fuzzy=False)
    for kind, path in _sources():
        where = path.relative_to(ROOT).as_posix()
        for _line, text, _comments, context in extract_from_file(kind, path, KEYWORDS, (), OPTIONS):
            found.add(text, locations=[(where, None)], context=context)  # type: ignore[arg-type]
    return found


def kept() -> Catalog:
    with BOOK.open("rb") as file:
        return read_po(file, locale="en")


def written(book: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, book, width=110, sort_output=True, ignore_obsolete=True, omit_header=True)
    return HEAD.encode() + out.getvalue()


def compiled(book: Catalog) -> bytes:
    book.creation_date = book.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    out = BytesIO()
    write_mo(out, book)
    return out.getvalue()


def renew() -> Catalog:
    book = kept()
    book.update(said(), no_fuzzy_matching=True)
    return book


def unsaid(book: Catalog) -> list[str]:
    """Texts that have no translation yet, in whole or in one of their plural forms."""
    forms = ((m.id, m.string if isinstance(m.string, tuple) else (m.string,)) for m in book if m.id)
    return [str(text) for text, strings in forms if not all(strings)]


def main() -> None:
    BOOK.write_bytes(written(renew()))
    BOOK.with_suffix(".mo").write_bytes(compiled(kept()))
    print("\n".join([f"{len(kept())} texts; without a translation:", *unsaid(kept())]))


if __name__ == "__main__":
    main()

"""不立案原因: the ten national grounds, and those that a place adds (DOMAIN 1.5)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from shangliang.kernel import params
from shangliang.modules.proposals.models import Proposal

LOCAL = "proposals.local_grounds"
NONE = "none"  # a list that holds nothing but this says that the place adds none


def parsed(lines: str) -> dict[str, str]:
    """Code → words, one a line: "code words"."""
    found = {}
    for line in filter(None, (row.strip() for row in lines.splitlines())):
        code, _space, words = line.partition(" ")
        found[code] = words.strip()
    return {code: words for code, words in found.items() if code != NONE}


def readable(lines: str) -> str | None:
    """What is wrong with such a list, fit for people to read; None when nothing is."""
    codes = [row.split()[0] for row in lines.splitlines() if row.strip()]
    if len(set(codes)) < len(codes):
        return _("同一个代码写了两次")
    for code, words in parsed(lines).items():
        if not (code.isascii() and code.replace("_", "").isalnum() and len(code) <= 24):
            return _("代码“%s”只能用英文字母、数字和下划线，最长 24 个字符") % code
        if code in Proposal.NotFiled.values:
            return _("代码“%s”是全国统一的原因，不能另作他用") % code
        if not words:
            return _("代码“%s”后面要写释义") % code
    return None


def grounds(path: str, on: date) -> dict[str, str]:
    """Code → words of every ground that holds for this unit on this day, the national ones first (1 query)."""
    national = {str(code): str(label) for code, label in Proposal.NotFiled.choices}
    return national | parsed(str(params.value(path, LOCAL, on)))

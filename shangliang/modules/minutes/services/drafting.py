"""机器起草: a language model proposes sentences; a person takes over those that are right. It publishes nothing itself.

Asked in a request, done by the worker. The whole of both texts is kept, the journal has their hashes. Telephone numbers
and the like are blotted out before anything leaves the house, and ordinary people go without their names.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.analysis import digest
from shangliang.kernel import moves, text
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.text import official
from shangliang.modules.minutes import queries
from shangliang.modules.minutes.models import Draft, Item, Minutes, Section, Version
from shangliang.modules.minutes.services import machine, versioning
from shangliang.modules.minutes.services.asking import ask_all
from shangliang.modules.minutes.services.editing import add_all
from shangliang.modules.minutes.services.permitting import held
from shangliang.modules.people.services import person_of

LONGEST = 60_000  # letters of a question
MOST = 40  # sentences of an answer
RULES = """\
你为一次协商会写纪要的综述。只依据下面给出的记录，不添加、不评价。每句话写清一件事，注明依据的条目编号。
只输出 JSON：{"sentences": [{"text": "一句话", "sources": ["条目编号"]}]}"""
SPOKEN = (Section.AGENDA, Section.SPEECH, Section.OPINION, Section.POLL, Section.CONSENSUS)


@transaction.atomic
def ask_machine(paper: Minutes, *, actor: Actor, at: datetime) -> Draft:
    """Ask for a draft; the worker fetches it. Who asks while one is on its way gets that one."""
    now = held(paper, "ask_machine", actor=actor)
    if not queries.machine_allowed(now.unit.path, at):
        raise moves.Refused(_("本单位没有开机器起草"))
    if running := queries.running_drafts().filter(gathering=now.gathering_id).first():
        return running
    try:
        named = machine.named()
    except machine.MachineFault as wrong:
        raise moves.Refused(str(wrong)) from None
    prompt = question(now)
    made = Draft(
        gathering=now.gathering, person=person_of(actor), at=at, model=named.model, host=named.host, prompt=prompt,
        prompt_sha256=_hash(prompt),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        return queries.running_drafts().get(gathering=now.gathering_id)
    moves.record(
        now, "ask_machine", actor=actor, at=at, draft=made.pk, model=named.model, host=named.host,
        prompt_sha256=made.prompt_sha256,
    )  # fmt: skip
    return made


@official()
def question(paper: Minutes) -> str:
    """What the machine is given: what was said and decided, item by item, without anybody's contacts (2 queries)."""
    lines = [_("协商活动：%s") % paper.gathering.title]
    for item in queries.items(paper):
        if item.section not in SPOKEN:
            continue
        who = item.office or (item.speaker.get_capacity_display() if item.speaker else item.title)
        lines.append(f"[{item.key}] {item.group} {who}：{item.text}".replace("\n", " "))
    said = text.without_contacts("\n".join(lines))
    if len(said) > LONGEST:
        raise moves.Refused(_("记录有 %d 字，超过机器一次能读的") % len(said))
    return said


def run_drafts(at: datetime) -> int:
    """Every draft that was asked for, also those in which a worker stopped. Returns how many came to an end."""
    waiting = list(queries.running_drafts())
    for draft in waiting:
        run_draft(draft, at=at)
    return len(waiting)


def run_draft(draft: Draft, *, at: datetime) -> None:
    """Ask, read, keep. What goes wrong is kept in words; what nobody foresaw is kept too, and raised."""
    kept: dict[str, Any] = {}
    try:
        answer = machine.ask(machine.named(), rules=RULES, prompt=draft.prompt)
        kept = {"answer": answer, "answer_sha256": _hash(answer)}
        kept["sentences"] = read(answer, known=_keys(draft))
    except machine.MachineFault as wrong:
        kept["failed"] = str(wrong)[:300]
    except Exception as fault:
        _keep(draft, {"failed": type(fault).__name__[:80]}, at)
        raise
    _keep(draft, kept, at)


@transaction.atomic
def _keep(draft: Draft, kept: dict[str, Any], at: datetime) -> None:
    """The first answer stays; of two workers one finds that it is done."""
    if not Draft.objects.filter(pk=draft.pk, done_at=None).update(done_at=at, **kept):
        return
    paper = Minutes.objects.get(gathering=draft.gathering_id)
    facts: dict[str, Any] = {
        "draft": draft.pk,
        "model": draft.model,
        "host": draft.host,
        "prompt_sha256": draft.prompt_sha256,
    }
    if kept.get("failed"):
        moves.record(paper, "machine_failed", actor=CLOCK, at=at, note=kept["failed"], **facts)
        return
    moves.record(
        paper, "machine_drafted", actor=CLOCK, at=at, answer_sha256=kept["answer_sha256"],
        sentences=len(kept["sentences"]), **facts,
    )  # fmt: skip


def _keys(draft: Draft) -> set[str]:
    return set(Item.objects.filter(minutes__gathering=draft.gathering_id).values_list("key", flat=True))


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def read(answer: str, *, known: Collection[str]) -> list[dict[str, Any]]:
    """The sentences of an answer, each with the sources it names that there are. Raises MachineFault for none at all.

    Words that are no JSON are cut into sentences without a source.
    """
    inner = answer.strip().removeprefix("```json").removeprefix("```").removesuffix("```").strip()
    try:
        rows = json.loads(inner)
        rows = rows["sentences"] if isinstance(rows, dict) else rows
    except (ValueError, KeyError, RecursionError):
        rows = [] if inner.startswith(("{", "[")) else [{"text": s} for s in digest.sentences(inner)]
    found = []
    for row in rows if isinstance(rows, list) else []:
        said = row.get("text") if isinstance(row, dict) else None
        if not isinstance(said, str) or not (said := text.without_contacts(text.normal(said))):
            continue
        named = row.get("sources") if isinstance(row.get("sources"), list) else []
        found.append(
            {"text": said[:1000], "sources": [s for s in named if isinstance(s, str) and s in known]}
        )
    if not found:
        raise machine.MachineFault(_("机器的回答看不懂，没有采用"))
    if len(found) > MOST:
        raise machine.MachineFault(_("机器写了 %d 句，太多了，没有采用") % len(found))
    return found


@transaction.atomic
def take_over(draft: Draft, *, numbers: Collection[int], actor: Actor, at: datetime) -> list[Item]:
    """These sentences (counted from 0) become items of the minutes in this person's name, marked as drafted by machine.

    A sentence that was taken already is not taken twice.
    """
    paper = held(Minutes.objects.get(gathering=draft.gathering_id), "take_over", actor=actor)
    if draft.done_at is None or draft.failed:
        raise moves.Stale(_("机器还没有起草好"), state=moves.label_of(paper))
    if not numbers or not set(numbers) <= set(range(len(draft.sentences))):
        raise moves.Refused(_("请选要采用的句子"))
    taken = set(draft.items.values_list("text", flat=True))
    rows = [draft.sentences[n] for n in sorted(set(numbers))]
    rows = [row for row in rows if row["text"] not in taken]
    made = add_all(paper, [("", row["text"]) for row in rows])
    for item, row in zip(made, rows, strict=True):
        item.draft, item.sources = draft, row["sources"]
    Item.objects.bulk_update(made, ["draft", "sources"])
    if made:
        versioning.keep(paper, Version.Why.TAKEN, actor=actor, at=at)
        moves.record(
            paper, "take_over", actor=actor, at=at, draft=draft.pk, sentences=sorted(set(numbers)), model=draft.model
        )  # fmt: skip
        if paper.state == "circulating":
            ask_all(paper, actor=actor, at=at)
    return made

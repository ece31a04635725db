"""抽签: drawing up and sealing a lottery, then drawing from it with a seed that came later."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shangliang.analysis import lots
from shangliang.analysis.refusal import Refusal
from shangliang.kernel import moves, once
from shangliang.kernel.access import Actor
from shangliang.kernel.wording import clean
from shangliang.modules.deliberation.models import Draw
from shangliang.modules.deliberation.services.planning import may_plan
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.org.models import Unit
from shangliang.modules.topics.models import Topic

MOST = 2000  # people: more are drawn up with the command `analyse lots`, which may take its time


@transaction.atomic
def plan_draw(
    unit: Unit, *, title: str, purpose: str, pool: bytes, quotas: bytes, size: int, actor: Actor, at: datetime,
    topic: Topic | None = None, gathering: Gathering | None = None, token: str = "",
) -> Draw:  # fmt: skip
    """A draw in preparation: the lottery is drawn up and can be looked at, nothing is announced yet.

    Refused: a file that cannot be read, quotas that cannot be met (with the smallest change that would do).
    """
    if earlier := once.made_before(Draw, place="draw", token=token, actor=actor, at=at):
        return earlier
    draw = Draw(
        unit=unit, topic=topic, gathering=gathering, size=size,
        title=clean(title, missing=_("请写名称"), most=80),
        purpose=clean(purpose, missing=_("请写抽来做什么"), most=2000),
    )  # fmt: skip
    if not may_plan(Draw, unit=unit, gathering=gathering, actor=actor):
        raise moves.NotAllowed(_("抽签由政协办公室或本次协商的召集人准备"))
    lottery = _drawn_up(pool, quotas, size)
    draw.pool, draw.quotas = _text(pool), _text(quotas)
    draw.lottery, draw.seal = lots.written(lottery), lottery.seal
    moves.begin(draw, actor=actor, at=at, size=size, commit=lottery.commit)
    once.remember(draw, place="draw", token=token, actor=actor)
    return draw


def _drawn_up(pool: bytes, quotas: bytes, size: int) -> lots.Lottery:
    try:
        people = lots.read_pool(pool, name=_("名单"))
        if len(people.people) > MOST:
            raise moves.Refused(_("网页上最多 %d 人；更大的名单请用命令 analyse lots") % MOST)
        return lots.draw_up(people, lots.read_quotas(quotas, name=_("名额要求")), size)
    except Refusal as told:
        raise moves.Refused(said(told)) from told


def said(told: Refusal) -> str:
    """A fault of a file in the language of the page."""
    return told.zh if (get_language() or "zh").startswith("zh") else told.en


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise moves.Refused(_("文件的编码认不出，请存成 UTF-8 的 CSV"))


@transaction.atomic
def announce(draw: Draw, *, source: str, seeded_on: date, actor: Actor, at: datetime) -> None:
    """公布封印: the seal, and which public event of a later day will give the seed."""
    moves.must(draw, "seal", actor=actor)
    draw.source = clean(source, missing=_("请写明种子从哪里来"), most=200)
    draw.seeded_on = seeded_on
    Draw.objects.filter(pk=draw.pk, state="draft").update(source=draw.source, seeded_on=seeded_on)
    facts = {"seal": draw.seal, "source": draw.source, "seeded_on": seeded_on.isoformat()}
    moves.make(draw, "seal", actor=actor, at=at, **facts)


@transaction.atomic
def draw_lots(draw: Draw, *, seed: str, actor: Actor, at: datetime) -> list[str]:
    """Draw with the seed as it was made public. Returns those drawn; the same seed always draws the same ones."""
    moves.must(draw, "draw", actor=actor)
    words = seed.strip()
    if not words:
        raise moves.Refused(_("请写种子的原文"))
    try:
        content = lots.written(lots.read(draw.lottery), seed=words)
    except Refusal as told:
        raise moves.Refused(said(told)) from told
    Draw.objects.filter(pk=draw.pk, state="sealed").update(seed=words, panel=content["panel"])
    draw.seed, draw.panel = words, content["panel"]
    moves.make(draw, "draw", actor=actor, at=at, seed=words, drawn=content["drawn"], panel=content["panel"])
    return draw.panel

"""Named questions, each with its price."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

import pytest

from shangliang.kernel import search
from shangliang.kernel.models import SearchRow
from shangliang.modules.briefs import queries, services
from shangliang.modules.briefs.models import Adoption, Brief, Station
from shangliang.modules.briefs.tests import given
from shangliang.modules.topics.models import Topic
from shangliang.modules.topics.tests import given as topics
from shangliang.modules.voices.models import Voice
from shangliang.modules.voices.tests import given as voices
from tests.world import World

pytestmark = pytest.mark.django_db


class Prices(Protocol):
    def __call__(self, count: int) -> AbstractContextManager[object]: ...


def related(brief: Brief) -> Brief:
    wanted = ("unit", "edition", "original", "merged_into", "reviewer", "signer", "field", "dispatch")
    return Brief.objects.select_related(*wanted).get(pk=brief.pk)


def test_everything_of_a_composite(world: World, django_assert_max_num_queries: Prices) -> None:
    made = given.issued(world, given.composite(world))
    given.adopted(world, made)
    services.tell(made, text="被市里采用。", actor=world.actor("wang"), at=world.now)
    fresh = related(made)
    with django_assert_max_num_queries(8):
        seen = queries.view(fresh)
    assert (len(seen.authors), len(seen.sources), len(seen.adoptions), len(seen.tellings)) == (2, 2, 1, 1)
    assert len(seen.credits) == 6 and seen.changes and seen.versions
    source = related(made.sources.get(title="校门口缺减速带"))
    with django_assert_max_num_queries(8):
        seen = queries.view(source)
    assert seen.carrier == made and [a.name for a in seen.authors] == ["林晓梅"] and len(seen.adoptions) == 1


def test_the_sheet(world: World, django_assert_max_num_queries: Prices) -> None:
    fresh = related(given.issued(world, cosigners=["deng"]))
    with django_assert_max_num_queries(5):
        sheet = queries.sheet(fresh)
    assert sheet.reporters == "林晓梅（市政协委员）、邓小军（市政协委员）" and sheet.signer == "陈立群"


def test_the_desk(world: World, django_assert_num_queries: Prices) -> None:
    given.submitted(world, sudden=True)
    given.adopted(world, given.issued(world))
    with django_assert_num_queries(2):
        desk = queries.desk(Brief.objects.all(), Adoption.objects.all(), at=world.now + given.days(30))
    assert (desk.counts["submitted"], desk.counts["issued"], desk.owed, desk.sudden) == (1, 1, 1, 1)
    assert desk.late == {"submitted": 1} and desk.total_late == 1
    with django_assert_num_queries(1):
        assert [b.title for b in queries.in_state(Brief.objects.all(), "submitted")] == ["校门口缺减速带"]
    with django_assert_num_queries(1):
        assert [a.brief.edition.title for a in queries.owed(Adoption.objects.all())]
    with django_assert_num_queries(1):
        assert len(queries.mergeable(Brief.objects.all())) == 1


def test_a_year(world: World, django_assert_num_queries: Prices) -> None:
    made = given.issued(world, given.composite(world))
    given.instructed(world, made, level="province")
    given.closed(world, given.issued(world, title="网格的", who="zhou", source="grid"))
    services.reject(
        given.submitted(world), reason="vague", note="不具体", actor=world.actor("wang"), at=world.now
    )
    given.draft(world)
    given.submitted(world, unit="lanxi", who="gao", source="lower")
    with django_assert_num_queries(2):
        year = queries.year(world.units["yunchuan"], year=2026, total_label="合计")
    by = {line.source: line for line in year.lines}
    assert (by["member"].received, by["member"].issued, by["member"].rejected) == (3, 2, 1)
    assert by["member"].adopted == {"county": 0, "city": 0, "province": 2, "national": 0}
    assert (by["member"].instructed, by["grid"].fed_back) == (2, 1)
    assert (year.total.received, year.total.issued, year.printed, year.composites) == (4, 3, 2, 1)
    with django_assert_num_queries(1):
        assert queries.years(world.units["yunchuan"], now=2026) == [2026]
    empty = queries.year(world.units["yunchuan"], year=2025)
    assert empty.lines == [] and empty.total.received == 0


def test_stations_and_credits(world: World, django_assert_num_queries: Prices) -> None:
    station = given.station(world)
    given.adopted(world, given.issued(world, who="zhou", source="station", station=station))
    with django_assert_num_queries(2):
        (line,) = queries.stations(Station.objects.all(), year=2026)
    assert (line.received, line.issued, line.adopted) == (1, 1, 1)
    day = world.now.date()
    with django_assert_num_queries(1):
        found = [(c.person.name, c.rule) for c in queries.credits("001.", since=day, until=day)]
    assert found == [("周小琴", "submit"), ("周小琴", "issue"), ("周小琴", "city.used")]
    assert not queries.credits("001.", since=day + given.days(1), until=day + given.days(9)).exists()


def test_what_everybody_may_read(world: World, django_assert_num_queries: Prices) -> None:
    """DOMAIN 0.2 no. 11: 公开页不含任何加密字段；公开需 open_ok + 审批."""
    shown = given.issued(world, outside=["张大妈"], situation=given.SITUATION + "电话13812345678")
    given.issued(world, title="没有批准的")
    services.publish(shown, actor=world.actor("chen"), at=world.now)
    with django_assert_num_queries(1):
        (found,) = queries.public("001.")
        told = queries.public_of(found)
    assert told.title == "关于校门口缺减速带的情况" and told.number == shown.number
    assert "13812345678" not in str(told) and "张大妈" not in str(told) and "林晓梅" not in str(told)
    assert not queries.public("002.").exists()


def test_search_finds_what_the_grants_show(world: World) -> None:
    brief, secret = given.submitted(world), given.draft(world, "还没想好减速带")
    given.deliver(world)
    assert [row.ref for row in search.find("减速带", public_only=False, kinds=["brief"])] == [str(brief.pk)]
    assert not search.find("减速带", kinds=["brief"]).exists()
    assert not SearchRow.objects.filter(kind="brief", ref=str(secret.pk)).exists()


def test_common_matters(world: World, django_assert_num_queries: Prices) -> None:
    topic, single = topics.filed(world, "共性问题"), topics.filed(world, "别的问题")
    Topic.objects.filter(pk=topic.pk).update(heads=9)
    with django_assert_num_queries(1):
        assert list(queries.common_topics(Topic.objects.all(), heads=5)) == [topic]
    services.from_topic(topic, actor=world.actor("wang"), at=world.now)
    assert list(queries.common_topics(Topic.objects.all(), heads=1)) == [single]
    heard = Voice.objects.filter(state="in_topic").first() or voices.voice(world, "楼道灯")
    Voice.objects.filter(pk=heard.pk).update(me_too=7)
    with django_assert_num_queries(1):
        found = list(queries.common_voices(Voice.objects.filter(state="in_topic")))
    assert found[0].pk == heard.pk
    services.from_voice(given.again(heard), actor=world.actor("wang"), at=world.now)
    assert heard not in queries.common_voices(Voice.objects.filter(state="in_topic"))

from django.db.models import QuerySet

from shangliang.kernel import moves
from shangliang.modules.voices import queries
from shangliang.modules.voices.models import Voice
from shangliang.modules.voices.tests import given


def test_a_list_costs_one_query_however_long(world, django_assert_num_queries):
    for n in range(12):
        given.voice(world, title=f"第 {n} 件")
    reach: QuerySet[Voice] = moves.kind_of(Voice).policy.reachable(
        world.actor("wang"), "view", Voice.objects.all()
    )
    with django_assert_num_queries(1):
        shown = [(v.title, v.unit.short, v.place.short, str(v.field)) for v in queries.board(reach)]
    assert len(shown) == 12


def test_the_county_does_not_see_the_city_s_voices(world):
    given.voice(world)
    policy = moves.kind_of(Voice).policy
    assert not policy.reachable(world.actor("gao"), "view", Voice.objects.all()).exists()
    assert policy.reachable(world.actor("wang"), "view", Voice.objects.all()).count() == 1
    assert not policy.reachable(world.actor("public"), "view", Voice.objects.all()).exists()

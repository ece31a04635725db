from datetime import timedelta

import pytest
from django.urls import reverse

from shangliang.kernel import journal, moves, sweeper
from shangliang.kernel.models import Entry
from shangliang.modules.topics import services
from shangliang.modules.topics.models import Cluster, Topic, TopicVoice
from shangliang.modules.topics.tests import given
from shangliang.modules.voices import queries as voice_queries
from shangliang.modules.voices import services as voices
from shangliang.modules.voices.models import Letter, Voice
from shangliang.modules.voices.tests import given as given_voices


def test_a_topic_keeps_the_link_of_every_voice_and_each_is_told(world):
    topic = given.topic(world, count=3)
    journal.deliver_all(world.now)
    assert topic.links.count() == 3 and topic.voice_count == 3
    assert set(Voice.objects.values_list("state", flat=True)) == {"in_topic"}
    assert Letter.objects.filter(text__contains=topic.title, text__startswith="您反映的事已并入").count() == 3


def test_one_person_posting_five_times_is_one_head(world):
    same = [given_voices.voice(world, title=f"第 {n} 次说电梯", device="one-phone") for n in range(5)]
    other = given_voices.voice(world, title="隔壁也说电梯", device="other")
    topic = given.topic(world, voices=[*same, other])
    assert (topic.voice_count, topic.heads) == (6, 2)
    voices.me_too(other, device="third", at=world.now)
    services.join(topic, voices=[], actor=world.actor("wang"), at=world.now)
    assert topic.heads == 3


def test_unknown_raisers_are_counted_one_each(world):
    topic = given.topic(world, voices=[given_voices.voice(world, title=f"匿名 {n}") for n in range(3)])
    assert topic.heads == 3


def test_filing_needs_a_field_and_a_score(world):
    topic = given.topic(world, field=None)
    with pytest.raises(moves.Refused) as told:
        moves.make(topic, "file", actor=world.actor("wang"), at=world.now)
    assert told.value.reasons == ("请先确认领域", "还没有人评分")
    topic = given.filed(world, "校门口堵车")
    assert topic.state == "filed" and topic.score == 800


def test_scores_are_between_nought_and_five_and_may_be_given_again(world):
    topic = given.topic(world)
    with pytest.raises(moves.Refused):
        services.score(
            topic, scale="doable", first=6, second=1, third=1, actor=world.actor("lin"), at=world.now
        )
    for marks in ((1, 1, 1), (5, 5, 5)):
        first, second, third = marks
        services.score(
            topic,
            scale="needed",
            first=first,
            second=second,
            third=third,
            actor=world.actor("lin"),
            at=world.now,
        )
    assert topic.scores.count() == 1 and topic.score == 1000
    with pytest.raises(moves.NotAllowed):
        services.score(
            topic, scale="doable", first=1, second=1, third=1, actor=world.actor("liu"), at=world.now
        )


def test_merging_takes_the_voices_along_and_leaves_them_findable(world):
    one, two = given.topic(world, "加装电梯"), given.topic(world, "老楼要电梯")
    services.merge(two, into=one, note="同一件事", actor=world.actor("wang"), at=world.now)
    assert two.state == "merged" and two.merged_into == one
    assert one.links.count() == 4 and two.links.count() == 2
    assert TopicVoice.objects.filter(topic=one, by_merge=two).count() == 2
    with pytest.raises(moves.Refused):
        services.merge(one, into=one, note="", actor=world.actor("wang"), at=world.now)
    with pytest.raises(moves.Refused):
        services.merge(one, into=two, note="", actor=world.actor("wang"), at=world.now)
    one.refresh_from_db()
    assert one.state == "candidate"


def test_declining_tells_every_voice_the_reason(world):
    topic = given.topic(world)
    services.decline(
        topic, reason="done", note="市住建局已列入今年改造。", actor=world.actor("wang"), at=world.now
    )
    journal.deliver_all(world.now)
    assert set(Voice.objects.values_list("state", flat=True)) == {"not_taken"}
    assert Letter.objects.filter(text__contains="已列入今年改造").count() == 2


def test_declining_one_of_two_topics_leaves_a_shared_voice_alone(world):
    one, two = given.topic(world, "加装电梯"), given.topic(world, "老楼要电梯")
    services.merge(two, into=one, note="", actor=world.actor("wang"), at=world.now)
    shared = two.links.first().voice
    TopicVoice.objects.filter(topic=two).update(topic=given.topic(world, "第三个", count=1))
    third = Topic.objects.get(title="第三个")
    services.decline(third, reason="vague", note="再补充。", actor=world.actor("wang"), at=world.now)
    shared.refresh_from_db()
    assert shared.state == "in_topic"


def test_passing_on_sends_it_to_the_department_with_a_clock(world):
    topic = given.topic(world)
    services.pass_on(
        topic, lead=world.units["d-housing"], ask="请实地查看", actor=world.actor("wang"), at=world.now
    )
    assert topic.state == "passed_on" and topic.dispatch is not None
    assignment = topic.dispatch.assignments.get()
    assert assignment.unit == world.units["d-housing"] and assignment.due_at is not None


def test_answering_tells_everyone_once(world):
    topic = given.topic(world)
    services.pass_on(
        topic, lead=world.units["d-housing"], ask="请办", actor=world.actor("wang"), at=world.now
    )
    assert services.answer(topic, text="电梯已装好", at=world.now) == 2
    assert services.answer(topic, text="电梯已装好", at=world.now) == 0
    assert topic.state == "answered"
    assert Entry.objects.filter(kind="voice", verb="answer").count() == 2


def test_not_solved_comes_back_with_the_topic(world):
    topic = given.topic(world)
    services.pass_on(
        topic, lead=world.units["d-housing"], ask="请办", actor=world.actor("wang"), at=world.now
    )
    services.answer(topic, text="已办", at=world.now)
    unhappy = Voice.objects.select_related("unit").first()
    raiser = voice_queries.raiser(unhappy)
    voices.rate(unhappy, attitude=2, result="unsolved", comment="没通电", actor=raiser, at=world.now)
    assert services.reopen(topic, note="群众说没通电", actor=world.actor("wang"), at=world.now) == 1
    unhappy.refresh_from_db()
    assert unhappy.state == "in_topic" and topic.state == "filed"


def test_releasing_sends_a_voice_back_to_screening(world):
    topic = given.topic(world)
    voice = topic.links.first().voice
    with pytest.raises(moves.Refused):
        services.release(topic, voice=voice, note=" ", actor=world.actor("wang"), at=world.now)
    voice = Voice.objects.select_related("unit").get(pk=voice.pk)
    services.release(topic, voice=voice, note="不是一件事", actor=world.actor("wang"), at=world.now)
    assert voice.state == "received" and topic.voice_count == 1


def test_the_county_cannot_open_a_topic_for_the_city(world):
    with pytest.raises(moves.NotAllowed):
        services.open_topic(
            world.units["yunchuan"],
            title="越权",
            summary="x",
            origin="raised",
            actor=world.actor("gao"),
            at=world.now,
        )
    assert not Topic.objects.exists()


def test_a_look_back_window_closes_by_itself(world):
    topic = given.topic(world)
    services.pass_on(
        topic, lead=world.units["d-housing"], ask="请办", actor=world.actor("wang"), at=world.now
    )
    services.answer(topic, text="已办", at=world.now)
    list(sweeper.sweep(at=world.now + timedelta(days=200)))
    topic.refresh_from_db()
    assert topic.state == "closed"


def test_regrouping_finds_the_same_matter_and_is_repeatable(world):
    for n in range(3):
        given_voices.voice(
            world, title="文华社区三号楼加装电梯", device=f"d{n}",
            body=f"文华社区三号楼住着很多老人，上下楼困难，盼望加装电梯。第{n}户",
        )  # fmt: skip
    given_voices.voice(world, title="河边垃圾", body="柳堤镇河边垃圾成堆，夏天很臭。", device="d9")
    first = services.regroup(world.units["yunchuan"], at=world.now)
    assert first == services.regroup(world.units["yunchuan"], at=world.now) == 1
    cluster = Cluster.objects.get()
    assert (cluster.size, cluster.heads) == (3, 3)


def test_a_group_in_somebodys_hands_keeps_its_address_until_it_is_no_more(world, client):
    def lift(n):
        return given_voices.voice(
            world, title="文华社区三号楼加装电梯", device=f"d{n}",
            body=f"文华社区三号楼住着很多老人，上下楼困难，盼望加装电梯。第{n}户",
        )  # fmt: skip

    voices = [lift(n) for n in range(3)]
    services.regroup(world.units["yunchuan"], at=world.now)
    before = Cluster.objects.get().pk
    voices.append(lift(3))
    services.regroup(world.units["yunchuan"], at=world.now)
    assert list(Cluster.objects.values_list("pk", "size")) == [(before, 4)]
    for voice in voices[1:]:
        Voice.objects.filter(pk=voice.pk).update(state="in_topic")
    services.regroup(world.units["yunchuan"], at=world.now)
    assert not Cluster.objects.exists()
    client.force_login(world.people["wang"])
    gone = client.get(reverse("topics:cluster", args=[before]), follow=True)
    assert "已重新比对" in gone.content.decode() and gone.redirect_chain[0][0] == reverse("topics:board")


def test_a_guess_is_learnt_from_what_people_confirmed_and_waits_for_one(world):
    words = {
        "城乡建设": "小区电梯外墙漏水物业房屋维修",
        "教育文体": "学校老师孩子上学校车课后作业",
        "交通运输": "公交车站班次道路停车拥堵红绿灯",
    }
    for name, said in words.items():
        for n in range(30):
            known = given_voices.voice(world, title=f"{said[:6]}{n}", body=f"{said}，第{n}次反映，盼解决。")
            services.confirm_field(known, field=world.fields[name], actor=world.actor("wang"), at=world.now)
    asked = given_voices.voice(world, title="校车太少", body="孩子上学的校车太少，老师说作业都写不完。")
    assert services.suggest(world.units["yunchuan"], at=world.now) == 1
    assert asked.suggestion.field == world.fields["教育文体"] and asked.suggestion.confirmed_by is None
    assert Voice.objects.get(pk=asked.pk).field is None
    services.confirm_field(asked, field=world.fields["教育文体"], actor=world.actor("wang"), at=world.now)
    asked.suggestion.refresh_from_db()
    assert asked.suggestion.confirmed_by == world.people["wang"]
    assert services.suggest(world.units["yunchuan"], at=world.now) == 0


def test_units_with_newer_voices_are_grouped_again(world):
    given_voices.voice(world)
    assert services.stale(world.now) == [world.units["yunchuan"]]
    services.regroup(world.units["yunchuan"], at=world.now + timedelta(hours=1))
    assert services.stale(world.now) == [] and not Cluster.objects.exists()
    given_voices.voice(world, title="后来的一条", at=world.now + timedelta(hours=2))
    assert services.stale(world.now) == [world.units["yunchuan"]]


def test_the_form_of_a_topic_opens_for_those_who_edit_it(world, client):
    topic = given.filed(world)
    for who, status in (("lin", 403), ("wang", 200)):
        client.force_login(world.people[who])
        assert client.get(f"/desk/topics/{topic.pk}/edit/").status_code == status

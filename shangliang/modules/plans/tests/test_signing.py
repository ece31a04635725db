"""会签: each office is asked, has a clock, and is asked anew when the plan was sent back."""

from shangliang.kernel import journal, moves
from shangliang.kernel.models import Notice
from shangliang.modules.plans import services
from shangliang.modules.plans.models import Plan, Signature
from shangliang.modules.plans.tests import given
from tests.world import World

SIGNERS = {"qian": "o-party", "shi": "o-government", "yao": "o-cppcc"}


def joint(world: World) -> Plan:
    """Approved, and the journal's readers have had their turn."""
    plan = given.plan(world)
    given.item(world, plan)
    given.approved(world, given.talked(world, plan))
    journal.deliver_all(world.now)
    return plan


def waiting(world: World, who: str) -> list[str]:
    """The offices for which this signer has something to sign."""
    asked = Signature.objects.filter(state="asked")
    mine = moves.kind_of(Signature).policy.reachable(world.actor(who), "sign", asked)
    return list(mine.values_list("unit__code", flat=True))


def test_each_signer_is_asked_for_her_own_office_with_a_clock(world: World) -> None:
    plan = joint(world)
    assert {who: waiting(world, who) for who in SIGNERS} == {who: [office] for who, office in SIGNERS.items()}
    assert all(s.due_at and s.clock_at for s in plan.signatures.all())
    told = Notice.objects.filter(entry__kind="signature").values_list("person__username", flat=True)
    assert sorted(told) == sorted(SIGNERS)


def test_who_has_signed_is_asked_no_more(world: World) -> None:
    plan = joint(world)
    services.sign(plan, office=world.units["o-party"], actor=world.actor("qian"), at=world.now)
    assert waiting(world, "qian") == [] and waiting(world, "shi") == ["o-government"]
    services.ask(plan, at=world.now)
    assert plan.signatures.count() == 3


def test_what_was_asked_is_void_when_the_plan_goes_back(world: World) -> None:
    plan = joint(world)
    given.move(world, plan, "send_back", "chen", "改一处", at=world.now)
    journal.deliver_all(world.now)
    assert set(plan.signatures.values_list("state", flat=True)) == {"void"}
    assert [waiting(world, who) for who in SIGNERS] == [[], [], []]


def test_signing_does_not_wait_for_the_reader_of_the_journal(world: World) -> None:
    """Who is quicker than the worker signs all the same, once."""
    plan = given.plan(world)
    given.item(world, plan)
    given.approved(world, given.talked(world, plan))
    services.sign(plan, office=world.units["o-party"], actor=world.actor("qian"), at=world.now)
    journal.deliver_all(world.now)
    assert sorted(plan.signatures.values_list("unit__code", "state")) == [
        ("o-cppcc", "asked"), ("o-government", "asked"), ("o-party", "signed"),
    ]  # fmt: skip

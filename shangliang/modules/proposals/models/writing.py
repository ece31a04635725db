"""提案: the proposal itself; who signs it and what it asks stand in `parts`."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged, StoredFile
from shangliang.modules.briefs.models import Brief
from shangliang.modules.handling.models import Dispatch
from shangliang.modules.org.models import Sector, Unit
from shangliang.modules.people.models import Person
from shangliang.modules.proposals.models.sessions import Category, Session
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.models import Voice

# The proposer's own: nobody else sees it, its words may change.
WRITING = ["draft", "cosigning", "returned"]
IN_REVIEW = ["submitted", "reviewing"]
WITH_DEPARTMENTS = ["assigned", "handling", "replied", "evaluated", "rehandling", "tracking"]
# These have their case number; what was merged stands under the number of another.
FILED = ["filed", "pre_assigned", *WITH_DEPARTMENTS, "closed", "archived"]
_NOT_YET = ["draft", "cosigning", "withdrawn"]


def quoted(*names: str) -> str:
    """States as SQL lists them."""
    return ", ".join(f"'{name}'" for name in names)


class Proposal(Staged):
    """提案：one matter (一事一案) in its proposers' words, its numbers and what became of it (DOMAIN 1.3, 1.7)."""

    class Kind(models.TextChoices):
        """Who brings it; each needs something of its own (DOMAIN 1.4)."""

        PERSONAL = "personal", _("委员提案")
        JOINT = "joint", _("委员联名提案")
        PARTY = "party", _("党派提案")
        ORGANIZATION = "organization", _("团体提案")
        SECTOR = "sector", _("界别提案")
        GROUP = "group", _("小组提案")
        COMMITTEE = "committee", _("专委会提案")

    class Timing(models.TextChoices):
        CONFERENCE = "conference", _("大会提案")
        ORDINARY = "ordinary", _("平时提案")

    class NotFiled(models.TextChoices):
        """The ten national grounds; places add their own (parameter proposals.local_grounds; DOMAIN 1.5)."""

        SECRET = "secret", _("涉及党和国家秘密")
        PROHIBITED = "prohibited", _("国家明令禁止")
        PARTY_INTERNAL = "party_internal", _("中共党员对党内有关组织、人事安排等方面有意见")
        DP_INTERNAL = "dp_internal", _("民主党派成员反映本组织内部问题")
        LITIGATION = "litigation", _("已进入民事、刑事、行政诉讼或仲裁程序")
        ACADEMIC = "academic", _("属于学术研讨")
        PERSONAL = "personal", _("为本人或亲属解决个人问题")
        PROMOTION = "promotion", _("宣传、推介具体作品、产品")
        ACCUSATION = "accusation", _("指名举报")
        VAGUE = "vague", _("内容空泛，没有具体建议")

    class Course(models.TextChoices):
        """去向: what becomes of what is not filed (DOMAIN 1.3)."""

        BRIEF = "brief", _("转社情民意信息")
        REFERENCE = "reference", _("转有关单位参考")
        RETURNED = "returned", _("退回提案者")

    class Repeat(models.TextChoices):
        NO = "", _("不重复")
        YEAR = "year", _("当年重复")
        YEARS = "years", _("多年重复")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="proposals")  # the committee it is brought to
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="proposals")
    kind = models.CharField(_("提案种类"), max_length=12, choices=Kind.choices)
    timing = models.CharField(max_length=10, choices=Timing.choices, blank=True)
    drafter = models.ForeignKey(
        Person, models.PROTECT, related_name="+"
    )  # who brings it, or for a body: its head
    # For whom a body speaks: a party, a people's body, a sector, a group, a special committee.
    collective = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="+")
    # What a body's proposal needs (DOMAIN 1.4): its seal on paper, the head who signs, where it was discussed.
    seal = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    responsible = models.CharField(_("负责人"), max_length=60, blank=True)
    discussed_on = models.DateField(_("讨论日期"), null=True, blank=True)
    discussed_by = models.CharField(_("参加讨论的人"), max_length=300, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=60, blank=True)
    contact_office = models.CharField(_("办公电话和地址"), max_length=160, blank=True)
    # The proposers' own words; a trigger keeps them as they are once they have been handed in.
    title = models.CharField(_("案由"), max_length=50)
    situation = models.TextField(_("情况与问题"), max_length=20000, blank=True)
    reasons = models.TextField(_("分析"), max_length=20000, blank=True)
    # Items are rows of their own (Suggestion): each is answered and followed for itself.
    researched = models.BooleanField(_("经过调研"), default=False)
    self_written = models.BooleanField(_("本人撰写"), default=True)
    forwarded = models.BooleanField(_("转呈他人材料"), default=False)
    repeat = models.CharField(_("是否重复"), max_length=6, choices=Repeat.choices, blank=True)
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="later")
    not_secret = models.BooleanField(_("不涉及国家秘密"), default=False)  # secrets never enter this system
    open_ok = models.BooleanField(_("同意公开"), default=True)
    open_reason = models.CharField(_("不公开的理由"), max_length=200, blank=True)
    suggested_lead = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    # 联名: asked until this moment; who has not agreed by then is struck off (DOMAIN 0.2 no. 4).
    cosign_until = models.DateTimeField(null=True, blank=True)
    cosign_open = models.BooleanField(_("可以附议"), default=False)
    original = models.ForeignKey("Version", models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    # 三源: out of which voice or topic it was written.
    voice = models.ForeignKey(Voice, models.PROTECT, null=True, blank=True, related_name="proposals")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="proposals")
    panel = models.ForeignKey(
        "PanelGroup", models.PROTECT, null=True, blank=True, related_name="proposals"
    )  # the group that reviews it
    # Numbers (DOMAIN 1.6): serial on handing in; case and class number on filing, gapless in the session.
    serial_no = models.PositiveIntegerField(_("流水号"), null=True, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    case_no = models.PositiveIntegerField(_("案号"), null=True, blank=True)
    category_no = models.PositiveIntegerField(_("分类号"), null=True, blank=True)
    number = models.CharField(_("提案编号"), max_length=160, blank=True)  # in full, as its unit writes it
    filed_on = models.DateField(_("立案日期"), null=True, blank=True)
    # Not filed: why, where it goes, and, where it becomes a brief, with whose consent.
    ground = models.CharField(_("不立案原因"), max_length=24, blank=True)
    ground_note = models.TextField(_("不立案说明"), blank=True)
    course = models.CharField(_("去向"), max_length=9, choices=Course.choices, blank=True)
    brief = models.OneToOneField(Brief, models.PROTECT, null=True, blank=True, related_name="proposal")
    consented_at = models.DateTimeField(null=True, blank=True)
    # 审查并案: one case, everybody named on it. 办理并案: handled together, each answered apart.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    handled_with = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="handled_along"
    )
    dispatch = models.OneToOneField(Dispatch, models.PROTECT, null=True, blank=True, related_name="proposal")
    assigned_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    publisher = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    # Brought over from the system before this one; its key there keeps an import from adding it twice.
    legacy_key = models.CharField(max_length=80, null=True, blank=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="proposal_handed_in",
                condition=Q(state__in=_NOT_YET)
                | Q(
                    original__isnull=False, serial_no__isnull=False, session__isnull=False,
                    submitted_at__isnull=False, not_secret=True,
                )
                & ~Q(timing=""),
            ),
            models.CheckConstraint(
                name="proposal_closed_says_why",
                condition=Q(state__in=WRITING) | Q(open_ok=True) | ~Q(open_reason="") | Q(state="withdrawn"),
            ),
            # DOMAIN 0.2 no. 1: who is filed has all three numbers; that nobody else has one, `settled` sees to.
            models.CheckConstraint(
                name="proposal_numbers_together",
                condition=Q(
                    case_no__isnull=False, category__isnull=False, category_no__isnull=False,
                    filed_on__isnull=False,
                )
                & ~Q(number="")
                | Q(case_no=None, category_no=None, filed_on=None, number=""),
            ),
            models.CheckConstraint(
                name="proposal_filed_has_numbers", condition=~Q(state__in=FILED) | Q(case_no__isnull=False)
            ),
            models.CheckConstraint(
                name="proposal_not_filed_has_ground",
                condition=~Q(state__in=["offered", "not_filed", "turned"])
                | (~Q(ground="") & ~Q(ground_note="") & ~Q(course="")),
            ),
            # DOMAIN 0.2 no. 3: it becomes a brief only with the proposer's consent on record.
            models.CheckConstraint(
                name="proposal_turned_with_consent",
                condition=Q(brief=None, consented_at=None) | Q(brief__isnull=False, consented_at__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_turned_has_brief", condition=~Q(state="turned") | Q(brief__isnull=False)
            ),
            models.CheckConstraint(
                name="proposal_merged_has_main", condition=~Q(state="merged") | Q(merged_into__isnull=False)
            ),
            models.CheckConstraint(
                name="proposal_not_its_own_main",
                condition=(Q(merged_into=None) | ~Q(merged_into=F("id")))
                & (Q(handled_with=None) | ~Q(handled_with=F("id"))),
            ),
            models.CheckConstraint(
                name="proposal_assigned_has_dispatch",
                condition=~Q(state__in=WITH_DEPARTMENTS)
                | Q(dispatch__isnull=False, assigned_at__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_cosigning_has_end", condition=~Q(state="cosigning") | Q(cosign_until__isnull=False)
            ),
            models.CheckConstraint(
                name="proposal_published_is_open",
                condition=Q(published_at=None) | Q(open_ok=True, publisher__isnull=False, case_no__isnull=False),
            ),
            models.UniqueConstraint(fields=["session", "serial_no"], name="proposal_serial_no"),
            models.UniqueConstraint(fields=["session", "case_no"], name="proposal_case_no"),
            models.UniqueConstraint(fields=["session", "category", "category_no"], name="proposal_category_no"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["root", "state", "-id"], name="proposal_board"),
            models.Index(fields=["session", "state"], name="proposal_session"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="words_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state NOT IN ('draft', 'cosigning', 'returned')"),
                func="""
                    IF (NEW.title, NEW.situation, NEW.reasons) IS DISTINCT FROM (OLD.title, OLD.situation, OLD.reasons)
                    THEN RAISE EXCEPTION 'the words of a proposal stay as they were handed in: %', OLD.id; END IF;
                    RETURN NEW;
                """,
            ),
            # Asked when all of an act is done: its columns and its state are written one after the other.
            pgtrigger.Trigger(
                name="settled",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Condition("NEW.case_no IS NOT NULL OR NEW.brief_id IS NOT NULL"),
                func=f"""
                    IF EXISTS (
                        SELECT 1 FROM proposals_proposal p WHERE p.id = NEW.id AND (
                            p.case_no IS NOT NULL AND p.state NOT IN ({quoted(*FILED, "withdrawn")})
                            OR p.brief_id IS NOT NULL AND p.state <> 'turned'))
                    THEN RAISE EXCEPTION 'a proposal has a number only when filed, a brief only when turned: %', NEW.id
                        USING ERRCODE = 'check_violation'; END IF;
                    RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="no_chain",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.merged_into_id IS NOT NULL"),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM proposals_proposal p
                        WHERE p.id = NEW.merged_into_id AND p.merged_into_id IS NOT NULL OR p.merged_into_id = NEW.id)
                    THEN RAISE EXCEPTION 'a proposal is merged into one that stands for itself: %', NEW.id
                        USING ERRCODE = 'check_violation'; END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("proposals:proposal", self.pk)

    @property
    def collective_kind(self) -> bool:
        return self.kind in COLLECTIVE


# Brought by a body, not by persons.
COLLECTIVE = (
    Proposal.Kind.PARTY, Proposal.Kind.ORGANIZATION, Proposal.Kind.SECTOR, Proposal.Kind.GROUP,
    Proposal.Kind.COMMITTEE,
)  # fmt: skip

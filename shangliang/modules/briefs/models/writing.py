"""信息: the brief, who reports it, and every version of its words."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.kernel.sealed import SealedField
from shangliang.modules.briefs.models.stations import Station
from shangliang.modules.handling.models import Dispatch
from shangliang.modules.org.models import Field, Unit
from shangliang.modules.people.models import Person
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.models import Voice

# What has been printed has its number; a brief that went out inside a composite has the number of that.
PRINTED = ["issued", "forwarded", "handling", "refusing", "handled", "fed_back"]
WITH_DEPARTMENTS = ["forwarded", "handling", "refusing"]
# These stand before the office now.
IN_OFFICE = ["submitted", "edited", "reviewed", "signed"]
# Others may still join those who report it, or decline.
COSIGNING = ["draft", "submitted", "edited", "reviewed"]


class Brief(Staged):
    """信息：one matter on a page (一事一议), in its reporters' words and, beside them, in the office's."""

    class Source(models.TextChoices):
        """DOMAIN 2.1."""

        MEMBER = "member", _("委员")
        COMMITTEE = "committee", _("处室、专委会")
        LOWER = "lower", _("下级政协")
        PARTY = "party", _("民主党派、团体")
        INFORMANT = "informant", _("特邀信息员")
        STATION = "station", _("信息站")
        GRID = "grid", _("网格")
        PUBLIC = "public", _("社会征集")
        OTHER = "other", _("其他")

    class RejectReason(models.TextChoices):
        KNOWN = "known", _("情况已掌握或已在办理")
        REPEATED = "repeated", _("与已有信息重复")
        VAGUE = "vague", _("情况不具体，缺少依据")
        NARROW = "narrow", _("个案诉求，宜走信访或业务渠道")
        NOT_COMPETENT = "not_competent", _("不属本级职权")
        NO_ADVICE = "no_advice", _("有情况无建议")
        UNTRUE = "untrue", _("经核实与事实不符")
        SECRET = "secret", _("涉及国家秘密，应走机要渠道")
        OTHER = "other", _("其他")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="briefs")  # whose office it enters
    drafter = models.ForeignKey(Person, models.PROTECT, related_name="+")
    source = models.CharField(_("来源"), max_length=10, choices=Source.choices)
    station = models.ForeignKey(Station, models.PROTECT, null=True, blank=True, related_name="briefs")
    field = models.ForeignKey(Field, models.PROTECT, null=True, blank=True, related_name="+")
    # The reporters' own words; a trigger keeps them as they are once they have been submitted.
    title = models.CharField(_("标题"), max_length=100)
    situation = models.TextField(_("情况反映"), max_length=20000, blank=True)
    advice = models.TextField(_("意见建议"), max_length=20000, blank=True)
    sudden = models.BooleanField(_("突发情况"), default=False)
    sensitive = models.BooleanField(_("内容敏感"), default=False)
    open_ok = models.BooleanField(_("同意公开"), default=True)
    open_reason = models.CharField(_("不公开的理由"), max_length=200, blank=True)
    # Where it came from (三源征题): the later thing knows the earlier one.
    voice = models.ForeignKey(Voice, models.PROTECT, null=True, blank=True, related_name="briefs")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="briefs")
    origin = models.CharField(_("由何转来"), max_length=200, blank=True)
    origin_link = models.CharField(max_length=200, blank=True)
    origin_key = models.CharField(max_length=80, null=True, blank=True, unique=True)
    # 综合稿: made of others, each of which keeps its place in it.
    composite = models.BooleanField(_("综合稿"), default=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="sources")
    merged_place = models.PositiveSmallIntegerField(null=True, blank=True)
    original = models.ForeignKey("Version", models.PROTECT, null=True, blank=True, related_name="+")
    edition = models.ForeignKey("Version", models.PROTECT, null=True, blank=True, related_name="+")
    editor = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reviewer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    signer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    sent_to = models.CharField(_("主送"), max_length=200, blank=True)
    copies_to = models.CharField(_("抄送"), max_length=200, blank=True)
    reject_reason = models.CharField(
        _("未采用的原因"), max_length=14, choices=RejectReason.choices, blank=True
    )
    issue_year = models.PositiveSmallIntegerField(null=True, blank=True)
    issue_no = models.PositiveIntegerField(_("期号"), null=True, blank=True)
    number = models.CharField(_("编号"), max_length=60, blank=True)
    issued_on = models.DateField(_("印发日期"), null=True, blank=True)
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, null=True, blank=True, related_name="briefs")
    forwarded_at = models.DateTimeField(null=True, blank=True)
    feedback = models.TextField(_("给反映人的反馈"), blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    publisher = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="brief_submitted_has_original",
                condition=Q(state__in=["draft", "withdrawn"]) | Q(original__isnull=False),
            ),
            models.CheckConstraint(
                name="brief_closed_says_why",
                condition=Q(state__in=["draft", "withdrawn"]) | Q(open_ok=True) | ~Q(open_reason=""),
            ),
            models.CheckConstraint(
                name="brief_rejected_has_reason", condition=~Q(state="rejected") | ~Q(reject_reason="")
            ),
            models.CheckConstraint(
                name="brief_merged_has_composite", condition=~Q(state="merged") | Q(merged_into__isnull=False)
            ),
            models.CheckConstraint(
                name="brief_edited_has_edition",
                condition=~Q(state__in=["edited", "reviewed", "signed", *PRINTED])
                | Q(merged_into__isnull=False)
                | Q(edition__isnull=False, editor__isnull=False),
            ),
            models.CheckConstraint(
                name="brief_reviewed_has_reviewer",
                condition=~Q(state__in=["reviewed", "signed", *PRINTED])
                | Q(merged_into__isnull=False)
                | Q(reviewer__isnull=False),
            ),
            models.CheckConstraint(
                name="brief_reviewer_is_not_editor",
                condition=Q(reviewer=None) | Q(editor=None) | ~Q(reviewer=F("editor")),
            ),
            models.CheckConstraint(
                name="brief_signed_has_signer",
                condition=~Q(state__in=["signed", *PRINTED])
                | Q(merged_into__isnull=False)
                | (Q(signer__isnull=False) & ~Q(sent_to="")),
            ),
            models.CheckConstraint(
                name="brief_number_when_printed",
                condition=(
                    Q(state__in=["signed", *PRINTED], issue_no__isnull=False, issue_year__isnull=False)
                    & Q(issued_on__isnull=False)
                    & ~Q(number="")
                )
                | (Q(number="", issue_no=None) & (~Q(state__in=PRINTED) | Q(merged_into__isnull=False))),
            ),
            models.CheckConstraint(
                name="brief_forwarded_has_dispatch",
                condition=~Q(state__in=WITH_DEPARTMENTS)
                | Q(dispatch__isnull=False, forwarded_at__isnull=False),
            ),
            models.CheckConstraint(
                name="brief_fed_back_has_words", condition=~Q(state="fed_back") | ~Q(feedback="")
            ),
            models.CheckConstraint(
                name="brief_published_is_open",
                condition=Q(published_at=None)
                | (Q(open_ok=True, sensitive=False, publisher__isnull=False) & ~Q(number="")),
            ),
            models.UniqueConstraint(fields=["unit", "issue_year", "issue_no"], name="brief_issue_no"),
            models.UniqueConstraint(fields=["unit", "number"], condition=~Q(number=""), name="brief_number"),
            models.UniqueConstraint(
                fields=["voice"], condition=~Q(state="withdrawn"), name="brief_of_voice_once"
            ),
        ]
        indexes = [
            models.Index(fields=["root", "state", "-id"], name="brief_board"),
            models.Index(fields=["unit", "issue_year"], name="brief_year"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="original_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state <> 'draft'"),
                func="""
                    IF (NEW.title, NEW.situation, NEW.advice) IS DISTINCT FROM (OLD.title, OLD.situation, OLD.advice)
                    THEN RAISE EXCEPTION 'the original of a brief stays as it was submitted: %', OLD.id; END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("briefs:brief", self.pk)


class Author(models.Model):
    """反映人、联名人：who reports it. Those outside have no account; their contact data are sealed."""

    class Identity(models.TextChoices):
        NATIONAL = "national", _("全国政协委员")
        PROVINCE = "province", _("省政协委员")
        CITY = "city", _("市政协委员")
        COUNTY = "county", _("县（市、区）政协委员")
        PARTY = "party", _("党派、团体成员")
        INFORMANT = "informant", _("特邀信息员")
        COLLECTIVE = "collective", _("集体")
        OTHER = "other", _("其他")

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="authors")
    place = models.PositiveSmallIntegerField()  # 0: who reports; from 1: who signs with her
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("姓名"), max_length=60)
    identity = models.CharField(_("身份"), max_length=10, choices=Identity.choices)
    contact = SealedField(_("联系方式"), blank=True, default="")
    # Nobody stands on a brief who has not said so; for somebody outside the drafter answers.
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["brief", "place"], name="author_place"),
            models.UniqueConstraint(fields=["brief", "person"], name="author_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """一稿：what was handed in or what the office made of it. Never changed, never removed."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("原稿")
        EDITED = "edited", _("编辑稿")

    brief = models.ForeignKey(Brief, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版次"))
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(_("标题"), max_length=100)
    situation = models.TextField(_("情况反映"))
    advice = models.TextField(_("意见建议"), blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("改了什么"), max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["brief", "number"], name="brief_version")]
        triggers = [pgtrigger.Protect(name="version_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.brief_id} v{self.number}"

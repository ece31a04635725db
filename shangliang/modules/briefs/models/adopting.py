"""What came of a brief: adoptions, what its reporters were told, and each one's share."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged, StoredFile
from shangliang.modules.briefs.models.writing import Brief
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person


class Telling(models.Model):
    """反馈：what those who reported were told, by whom. Never changed."""

    brief = models.ForeignKey(Brief, models.PROTECT, related_name="tellings")
    text = models.TextField(_("反馈内容"))
    outside = models.CharField(_("怎样告知没有账号的反映人"), max_length=200, blank=True)
    closing = models.BooleanField(default=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(name="telling_has_words", condition=~Q(text=""))]
        triggers = [pgtrigger.Protect(name="telling_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.text[:60]


class Adoption(Staged):
    """采用：that one of four levels used it, passed it on or had a leader's word on it (DOMAIN 2.3).

    Entered on evidence. A wrong row is not changed: another one stands in its place.
    """

    class Level(models.TextChoices):
        COUNTY = "county", _("县（区）")
        CITY = "city", _("市")
        PROVINCE = "province", _("省")
        NATIONAL = "national", _("全国")

    class Kind(models.TextChoices):
        SINGLE = "single", _("单篇")
        COMPOSITE = "composite", _("综合")
        FORWARDED = "forwarded", _("转送")

    class Result(models.TextChoices):
        USED = "used", _("采用")
        DEPARTMENT = "department", _("部门采用")
        INSTRUCTION = "instruction", _("领导批示")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    brief = models.ForeignKey(Brief, models.PROTECT, related_name="adoptions")
    level = models.CharField(_("层级"), max_length=8, choices=Level.choices)
    kind = models.CharField(_("采用方式"), max_length=9, choices=Kind.choices)
    result = models.CharField(_("结果"), max_length=11, choices=Result.choices)
    send_to = models.CharField(_("转送"), max_length=120, blank=True)
    leader = models.CharField(_("批示领导"), max_length=60, blank=True)
    instruction = models.TextField(_("批示内容"), blank=True)
    on = models.DateField(_("日期"))
    evidence = models.CharField(_("依据"), max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")  # who entered it
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    void = models.BooleanField(_("撤销原登记"), default=False)
    telling = models.ForeignKey(Telling, models.PROTECT, null=True, blank=True, related_name="adoptions")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="instruction_has_leader_and_words",
                condition=~Q(result="instruction") | (~Q(leader="") & ~Q(instruction="")),
            ),
            models.CheckConstraint(
                name="adoption_has_evidence", condition=~Q(evidence="") | Q(file__isnull=False)
            ),
            models.CheckConstraint(name="void_corrects", condition=Q(void=False) | Q(corrects__isnull=False)),
            models.CheckConstraint(
                name="told_adoption_has_telling", condition=~Q(state="told") | Q(telling__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["root", "state", "-id"], name="adoption_board")]
        triggers = [
            pgtrigger.Trigger(
                name="adoption_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF (NEW.brief_id, NEW.level, NEW.kind, NEW.result, NEW.send_to, NEW.leader, NEW.instruction,
                        NEW."on", NEW.evidence, NEW.file_id, NEW.person_id, NEW.corrects_id, NEW.void)
                       IS DISTINCT FROM
                       (OLD.brief_id, OLD.level, OLD.kind, OLD.result, OLD.send_to, OLD.leader, OLD.instruction,
                        OLD."on", OLD.evidence, OLD.file_id, OLD.person_id, OLD.corrects_id, OLD.void)
                    THEN RAISE EXCEPTION 'an adoption is corrected by another row, never changed: %', OLD.id; END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="adoption_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}{self.get_result_display()}"

    def get_absolute_url(self) -> str:
        return links.to("briefs:brief", self.brief_id) + f"#adoption-{self.pk}"


class Credit(models.Model):
    """计分份额：what part of one event counts for one author. Points themselves belong to another book."""

    brief = models.ForeignKey(Brief, models.PROTECT, related_name="credits")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    rule = models.CharField(max_length=24)  # "submit", "issue", or level.result: "city.instruction"
    numerator = models.PositiveSmallIntegerField()
    denominator = models.PositiveSmallIntegerField()
    adoption = models.ForeignKey(Adoption, models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()  # the day of the event: whose numbers count
    at = models.DateTimeField()
    reversed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "brief", "person"], condition=Q(reversed_at=None), name="one_valid_credit"
            ),
            models.CheckConstraint(
                name="credit_is_a_part",
                condition=Q(numerator__gte=1, denominator__gte=F("numerator")),
            ),
        ]
        indexes = [models.Index(fields=["person", "on"], name="credit_of")]
        triggers = [
            pgtrigger.Protect(name="credit_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="credit_only_reversed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF OLD.reversed_at IS NOT NULL OR
                       (NEW.brief_id, NEW.person_id, NEW.rule, NEW.numerator, NEW.denominator, NEW.adoption_id,
                        NEW."on", NEW.at)
                       IS DISTINCT FROM
                       (OLD.brief_id, OLD.person_id, OLD.rule, OLD.numerator, OLD.denominator, OLD.adoption_id,
                        OLD."on", OLD.at)
                    THEN RAISE EXCEPTION 'a credit is reversed by another row, never changed: %', OLD.id; END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.rule} {self.numerator}/{self.denominator}"

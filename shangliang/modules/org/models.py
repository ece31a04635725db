from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Unit(models.Model):
    """A place in the organisation tree. `path` is three digits and a dot a level: "001.004."."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("省")
        CITY = "city", _("市")
        COUNTY = "county", _("县（市、区）")
        TOWN = "town", _("乡镇（街道）")
        VILLAGE = "village", _("村（社区）")

    class Kind(models.TextChoices):
        CPPCC = "cppcc", _("政协")
        COMMITTEE = "committee", _("专门委员会")
        OFFICE = "office", _("办公室")
        PARTY = "party", _("党委办公室")
        GOVERNMENT = "government", _("政府办公室")
        DEPARTMENT = "department", _("部门")
        DEMOCRATIC = "democratic", _("民主党派、工商联")
        BODY = "body", _("人民团体")
        SECTOR = "sector", _("界别")
        GROUP = "group", _("委员小组")
        PLACE = "place", _("镇村")

    name = models.CharField(_("名称"), max_length=100)
    short = models.CharField(_("简称"), max_length=40)
    # What people and commands call it by; region codes of GB/T 2260 keep their digits.
    code = models.SlugField(_("代码"), max_length=40, unique=True)
    path = models.CharField(max_length=80, unique=True, db_collation="C")
    level = models.CharField(_("层级"), max_length=10, choices=Level.choices)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(name="unit_path_form", condition=Q(path__regex=r"^(\d{3}\.)+$")),
        ]

    def __str__(self) -> str:
        return self.short


class Term(models.Model):
    """届：a term of a committee, with the days it runs."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField(_("届"))
    starts_on = models.DateField(_("起"))
    ends_on = models.DateField(_("止"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="term_once"),
            models.CheckConstraint(name="term_forwards", condition=Q(ends_on__gt=models.F("starts_on"))),
        ]

    def __str__(self) -> str:
        return _("第%d届") % self.number


class Sector(models.Model):
    """界别：the circles members come from; each term has its own list (DOMAIN 6.1)."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="sectors")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("界别"), max_length=60)
    # Where it acts as one (a sector's proposal): the unit in which its convener sits.
    unit = models.OneToOneField(Unit, models.PROTECT, null=True, blank=True, related_name="sector")

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["term", "name"], name="sector_once")]

    def __str__(self) -> str:
        return self.name


class Brand(models.Model):
    """品牌：有事多商量 and the names that counties and committees give their own work under it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="brands")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(_("品牌"), max_length=60)
    motto = models.CharField(_("口号"), max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="brand_once")]

    def __str__(self) -> str:
        return self.name


class Field(models.Model):
    """领域：what a matter is about, and the department that usually answers for it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="fields")
    name = models.CharField(_("领域"), max_length=40)
    department = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    livelihood = models.BooleanField(_("民生类"), default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="field_once")]

    def __str__(self) -> str:
        return self.name

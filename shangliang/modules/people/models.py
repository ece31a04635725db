from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import text
from shangliang.modules.org.models import Sector, Term, Unit


class People(BaseUserManager["Person"]):
    def create_user(self, username: str, name: str, password: str | None = None, **more: object) -> Person:
        person = self.model(username=username, name=name, **more)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in. Citizens need no account."""

    username = models.CharField(_("登录名"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=60)
    sound = models.CharField(max_length=200, editable=False)  # sort key by pinyin
    email = models.EmailField(_("邮箱"), blank=True)
    wants_mail = models.BooleanField(_("同时发邮件"), default=True)
    elder = models.BooleanField(_("长辈版"), default=False)
    is_active = models.BooleanField(_("可登录"), default=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = People()

    class Meta:
        ordering = ["sound"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.sound = text.sort_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Role(models.TextChoices):
    """What a seat lets its holder do; rules.py of each module says what exactly."""

    SECRETARY = "secretary", _("政协办工作人员")
    CHAIR = "chair", _("政协领导")
    MEMBER = "member", _("委员")
    CONVENER = "convener", _("集体召集人")
    LEADER = "leader", _("党政领导")
    SIGNER = "signer", _("办公室签发人")
    DISPATCHER = "dispatcher", _("督查室")
    HEAD = "head", _("部门负责人")
    CLERK = "clerk", _("部门承办人")
    GRID = "grid", _("网格员")


class Seats(models.Manager["Seat"]):
    def on(self, day: date) -> models.QuerySet[Seat]:
        """Seats held on this day by people who may sign in."""
        held = Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))
        return self.filter(held, person__is_active=True)


class Seat(models.Model):
    """A person's seat in a unit, in a role, for a time. All rights come from seats."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="seats")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="seats")
    role = models.CharField(_("角色"), max_length=12, choices=Role.choices)
    title = models.CharField(_("职务"), max_length=60, blank=True)
    starts_on = models.DateField(_("起"))
    ends_on = models.DateField(_("止"), null=True, blank=True)
    objects = Seats()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "unit", "role", "starts_on"], name="seat_once"),
            models.CheckConstraint(
                name="seat_forwards", condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on"))
            ),
        ]
        indexes = [models.Index(fields=["role", "unit"], name="seat_role")]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_role_display()} {self.person}"


class Member(models.Model):
    """委员：a person's membership of one term, from one sector."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    term = models.ForeignKey(Term, models.PROTECT, related_name="members")
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="members")
    committees = models.ManyToManyField(Unit, blank=True, related_name="committee_members")
    standing = models.BooleanField(_("常委"), default=False)
    employer = models.CharField(_("单位职务"), max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "term"], name="member_once")]

    def __str__(self) -> str:
        return self.person.name


class Token(models.Model):
    """A key for programs: only its hash is kept; it may do what its owner may, within its scopes."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField(_("用途"), max_length=80)
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=80, default="read")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

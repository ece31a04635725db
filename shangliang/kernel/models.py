"""The kernel's tables: the journal and its seal, what is owed to its readers, and what every module shares."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel.sealed import SealedField

_ONLY_SEALING = """
    IF OLD.seq IS NOT NULL OR (to_jsonb(NEW) - 'seq' - 'hash') <> (to_jsonb(OLD) - 'seq' - 'hash') THEN
        RAISE EXCEPTION 'the journal is append-only: entry %', OLD.id;
    END IF;
    RETURN NEW;
"""

# Runs when the transaction commits, so that the chain is locked last and briefly: no dead-locks between
# people, and the order of numbers is the order in which others can see the rows.
_SEAL = """
    INSERT INTO kernel_chain (root, seq, hash) VALUES (NEW.root, 0, '') ON CONFLICT (root) DO NOTHING;
    SELECT seq + 1, hash INTO here, prev FROM kernel_chain WHERE root = NEW.root FOR UPDATE;
    seal := encode(sha256(convert_to(prev || chr(10) || here || chr(10) || NEW.payload, 'UTF8')), 'hex');
    UPDATE kernel_entry SET seq = here, hash = seal WHERE id = NEW.id;
    UPDATE kernel_chain SET seq = here, hash = seal WHERE root = NEW.root;
    RETURN NULL;
"""


class Entry(models.Model):
    """One line of the journal: append-only, sealed at commit. It is also the bus (see Delivery)."""

    root = models.CharField(max_length=4)
    seq = models.PositiveBigIntegerField(null=True, editable=False)
    hash = models.CharField(max_length=64, default="", editable=False)
    # The canonical text that is sealed; the columns below repeat it for questions.
    payload = models.TextField(editable=False)
    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    # Plain text, not a foreign key: the record outlives the thing it is about.
    kind = models.CharField(max_length=40)
    ref = models.CharField(max_length=40)
    verb = models.CharField(max_length=60)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["kind", "ref", "id"], name="entry_about")]
        constraints = [models.UniqueConstraint(fields=["root", "seq"], name="entry_order")]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="append_only", when=pgtrigger.Before, operation=pgtrigger.Update, func=_ONLY_SEALING
            ),
            pgtrigger.Trigger(
                name="seal",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                declare=[("here", "BIGINT"), ("prev", "TEXT"), ("seal", "TEXT")],
                func=_SEAL,
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind} {self.ref} {self.verb}"


class Chain(models.Model):
    """The head of one root unit's journal: how many entries, and the seal of the last."""

    root = models.CharField(max_length=4, primary_key=True)
    seq = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.root} {self.seq}"


class Delivery(models.Model):
    """One entry still owed to one consumer (notices, search, live pages, a module that waits for another)."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="deliveries")
    consumer = models.CharField(max_length=40)
    done_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "consumer"], name="delivery_once")]
        indexes = [models.Index(fields=["id"], name="delivery_owed", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return f"{self.consumer} <- {self.entry_id}"


class Staged(models.Model):
    """Base of anything that has a Flow. Only kernel.moves and kernel.sweeper write these fields."""

    root = models.CharField(max_length=4, db_index=True, editable=False)
    state = models.CharField(max_length=40, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    entered_at = models.DateTimeField(editable=False)
    due_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The state that started the running clock, and when; extensions are counted from there.
    clock_of = models.CharField(max_length=40, blank=True, editable=False)
    clock_from = models.DateTimeField(null=True, blank=True, editable=False)
    # The next moment at which the clock has something to say, and how often it has spoken in this state.
    clock_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    clock_step = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


class Parameter(models.Model):
    """A number or label that a unit has set, from a date on (kernel.params)."""

    path = models.CharField(max_length=80, db_collation="C")
    name = models.CharField(max_length=60)
    value = models.JSONField()
    starts_on = models.DateField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "name", "starts_on"], name="parameter_once")]

    def __str__(self) -> str:
        return f"{self.path} {self.name} {self.starts_on}"


class DayRule(models.Model):
    """A day that is not what its weekday says: a holiday, or a weekend worked instead (调休)."""

    path = models.CharField(max_length=80, db_collation="C", blank=True)  # empty: everywhere
    day = models.DateField()
    works = models.BooleanField()
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "day"], name="day_rule_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Counter(models.Model):
    """The last number given to a kind of thing in a unit and year (kernel.numbering)."""

    path = models.CharField(max_length=80, db_collation="C")
    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "kind", "year"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.path} {self.kind} {self.year}: {self.last}"


class Notice(models.Model):
    """Something a person should know, from one entry of the journal."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    text = models.CharField(max_length=400)
    link = models.CharField(max_length=200)
    urgent = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "entry"], name="notice_once")]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_mine"),
            models.Index(fields=["id"], name="notice_to_mail", condition=Q(mailed_at=None)),
        ]

    def __str__(self) -> str:
        return self.text


class StoredFile(models.Model):
    """One uploaded file, checked and kept under its content's hash (kernel.files)."""

    root = models.CharField(max_length=4)
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    content = models.FileField(upload_to="kept", max_length=200)
    at = models.DateTimeField()
    person_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return self.name


class SearchRow(models.Model):
    """What can be found of one thing. Written by the consumer `search`; never holds contact data."""

    kind = models.CharField(max_length=40)
    ref = models.CharField(max_length=40)
    root = models.CharField(max_length=4)
    public = models.BooleanField(default=False)
    at = models.DateTimeField()
    title = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    link = models.CharField(max_length=200)
    words = SearchVectorField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "ref"], name="search_once")]
        indexes = [GinIndex(fields=["words"], name="search_words")]

    def __str__(self) -> str:
        return self.title


class Once(models.Model):
    """An answer already given to a request that carried this key: a double click gets the same answer."""

    scope = models.CharField(max_length=80)  # who and where: "token 7 POST /api/v1/topics"
    key = models.CharField(max_length=120)
    body_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.TextField(blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="once_key")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"


class SealedProbe(models.Model):
    """Keeps one sealed word, so that a start with the wrong key is noticed at once."""

    word = SealedField()

    def __str__(self) -> str:
        return "probe"

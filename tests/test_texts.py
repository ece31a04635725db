"""Chinese first, with complete English: every text has a translation, and the built catalogue is fresh."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import translation

from tests import texts

HAN = re.compile(r"[\u4e00-\u9fff]")
# Texts that keep Chinese characters in English on purpose: names, and what people type.
KEPT = re.compile(r"有事多商量|商量|简体中文|中文|一、|“[^”]*”|\([^)]*\)|（[^）]*）")


def test_catalogue_holds_every_text_of_the_source_and_no_other() -> None:
    assert texts.written(texts.renew()) == texts.BOOK.read_bytes(), "make texts"


def test_built_catalogue_is_fresh() -> None:
    assert texts.compiled(texts.kept()) == texts.BOOK.with_suffix(".mo").read_bytes(), "make texts"


def test_every_text_is_said_in_english() -> None:
    assert texts.unsaid(texts.kept()) == []


def test_translations_fill_in_the_same_things() -> None:
    wrong = []
    for message in texts.kept():
        ids = message.id if isinstance(message.id, tuple) else (message.id, message.id)
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        for text, form in zip(ids, forms, strict=False):
            if text and texts.holders(text) != texts.holders(form):
                wrong.append((text, form))
    assert wrong == []


def test_no_chinese_is_left_in_english() -> None:
    left = []
    for message in texts.kept():
        for form in message.string if isinstance(message.string, tuple) else (message.string,):
            if message.id and HAN.search(KEPT.sub("", form)):
                left.append(form)
    assert left == []


@pytest.mark.parametrize(
    "text, held", [("%(n)d 天 %s", ["%(n)d", "%s"]), ("{due} 前", ["{due}"]), ("100%%", ["%%"])]
)
def test_holders_are_found(text: str, held: list[str]) -> None:
    assert texts.holders(text) == held


@pytest.mark.django_db
def test_a_reader_gets_the_page_in_her_language(client: Client) -> None:
    """The switch at the foot keeps a cookie; the same address then speaks English."""
    with translation.override("zh-hans"):  # the language asked for must not outlive this test
        chinese = client.get("/").content.decode()
        client.post("/look/language/", {"language": "en", "next": "/"})
        english = client.get("/").content.decode()
    assert 'lang="zh-CN"' in chinese and "我要反映" in chinese
    assert 'lang="en"' in english and "Raise a matter" in english and "我要反映" not in english

"""What a message asks: its questions and requests, what kind of answer each needs, and its telling words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from shangliang.analysis.clauses import plain
from shangliang.analysis.wording import substance, words


class Need(StrEnum):
    """The kind of answer a question needs."""

    WHEN = "when"
    AMOUNT = "amount"
    WHERE = "where"
    WHO = "who"
    WHY = "why"
    HOW = "how"
    WHETHER = "whether"
    ACTION = "action"


@dataclass(frozen=True)
class Ask:
    """One question or request: its sentence, what it needs, its telling words in their order."""

    text: str
    needs: frozenset[Need]
    terms: tuple[str, ...]


_SENTENCE = re.compile(r"[^。!?;\n]*[。!?;\n]?")
_ASKED: tuple[tuple[Need, re.Pattern[str]], ...] = (
    (Need.WHEN, re.compile("何时|什么时候|啥时|几时|多久|什么时间|何日|时间表|哪一?[年天月]|多长时间")),
    (Need.AMOUNT, re.compile("多少(?!人|年|次)|几[元块]钱?|(?:收费|补贴|补偿|赔偿)标准是|比例是")),
    (Need.WHERE, re.compile("在哪|哪里|何处|什么地方|具体位置|哪个地方")),
    (
        Need.WHO,
        re.compile("哪个(?:部门|单位|窗口)|找谁|(?:联系|咨询)?电话是|联系电话|什么部门|归谁|谁来管|谁管"),
    ),
    (Need.WHY, re.compile("为什么|为何|为啥|什么原因|凭什么|怎么回事")),
    (
        Need.HOW,
        re.compile(
            "如何|怎么(?:办|样|申请|才能|处理|办理)|怎样|什么(?:手续|材料|条件|流程|资料)|流程是|哪些(?:手续|材料|条件|资料)"
        ),
    ),
    (Need.WHETHER, re.compile("是否|能否|可否|是不是|能不能|可不可以|有没有|会不会|吗[?？。]?$|属实")),
    (
        Need.ACTION,
        re.compile(
            "请求|希望|建议|要求|恳请|恳求|强烈|呼吁|盼|请(?:您|领导|政府|有关|相关|求|尽快|部门|给)|投诉|举报|反映"
        ),
    ),
)
# What shows in a reply that a question for a time or an amount was taken up; anything may answer the others.
_ANSWERS: dict[Need, re.Pattern[str]] = {
    Need.WHEN: re.compile(
        r"\d|今年|明年|后年|去年|年底|年内|月底|季度|[上下]半年|工作日|个月|预计|计划|暂[无未不时]|尚[无未]|没有|目前|正在|已|未|"
        r"待|[以之]前|期间|近期|尽快|另行|后续|[一二三四五六七八九十]月|完[成工]|结束|停止|取消|不再|逐步|适时"
    ),
    Need.AMOUNT: re.compile(
        r"\d|元|%|百分|免费|标准|价|[一二三四五六七八九十百千万]+(?:元|成|倍|个|年|分)|暂[无未]|没有|尚未|未|不"
    ),
}


def asks(title: str, body: str) -> list[Ask]:
    """The questions and requests of a message; the title stands for them when nothing is asked in so many words."""
    found = []
    for text in (title, *_SENTENCE.findall(plain(body))):
        sentence = plain(text).strip()
        needs = frozenset(need for need, pattern in _ASKED if pattern.search(sentence))
        if needs or sentence.endswith("?"):
            found.append(Ask(sentence, needs or frozenset({Need.WHETHER}), terms(sentence)))
    if not found and title:
        found.append(Ask(title, frozenset({Need.ACTION}), terms(title)))
    return found


def terms(text: str) -> tuple[str, ...]:
    """Telling words of a text, each once, in their order; a word of one letter tells little."""
    return tuple(
        dict.fromkeys(word for word in words(substance(plain(text))) if len(word) > 1 and not word.isdigit())
    )


def unmet(title: str, said: str) -> tuple[Need, ...]:
    """The time or amount for which the title asks, if it is nowhere in what the reply says.

    Only the title is heard: in a body such words are as often complaint as question ("how long must we wait").
    """
    wanted = [need for need, pattern in _ASKED if need in _ANSWERS and pattern.search(title)]
    missing = tuple(need for need in wanted if not _ANSWERS[need].search(said))
    return missing if len(missing) == len(wanted) else ()


def taken_up(asked: Iterable[str], said: str) -> tuple[list[str], list[str]]:
    """Words that also stand in a text, and those that do not; a long word is met by most of its pairs of letters."""
    met, left = [], []
    for word in asked:
        pairs = {word[k : k + 2] for k in range(len(word) - 1)}
        there = word in said or (len(word) > 2 and 2 * sum(pair in said for pair in pairs) > len(pairs))
        (met if there else left).append(word)
    return met, left

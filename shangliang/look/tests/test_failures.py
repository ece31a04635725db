"""What is said when something fails: the right status, what was kept, and nothing asked of the database."""

import json
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from shangliang.kernel.files import BadFile
from shangliang.kernel.moves import NotAllowed, Refused, Stale
from shangliang.look import failures

TYPED = {
    "title": "路灯不亮",
    "body": "坏了三个月\n<b>没人修</b>",
    "csrfmiddlewaretoken": "zz",
    "password": "geheim",
}


class DiskFull(Exception):
    sqlstate = "53100"


def away(cause: Exception | None = None) -> OperationalError:
    fault = OperationalError("connection refused")
    fault.__cause__ = cause
    return fault


def posted(path: str = "/desk/x/", **headers: str) -> HttpRequest:
    return RequestFactory(headers=headers or None).post(path, TYPED)


def told(fault: Exception, request: HttpRequest | None = None) -> HttpResponse:
    response = failures.Failures(lambda r: HttpResponse()).process_exception(request or posted(), fault)
    assert response is not None
    return response


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (NotAllowed("这一步不归您办理"), 403, "这一步不归您办理"),
        (Stale("刚刚已有人办理", state="已签收"), 409, "已签收"),
        (Refused("还没有人评分", "请先确认领域"), 422, "请先确认领域"),
        (BadFile("“a.exe”的类型不收"), 422, "类型不收"),
        (away(), 503, "数据库暂时连不上"),
        (away(DiskFull()), 507, "存储空间已满"),
        (OSError(28, "No space left on device"), 507, "存储空间已满"),
        (RequestDataTooBig(), 413, "最多 2 MB"),
    ],
    ids=lambda v: type(v).__name__ if isinstance(v, Exception) else str(v),
)
def test_pages(fault: Exception, status: int, words: str) -> None:
    response = told(fault)
    text = response.content.decode()
    assert response.status_code == status
    assert words in text
    assert "<h1>" in text
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "fault", [away(), Stale("x", state="y"), RequestDataTooBig()], ids=lambda f: type(f).__name__
)
def test_what_was_typed_is_shown_again_and_secrets_are_not(fault: Exception) -> None:
    text = told(fault).content.decode()
    assert "路灯不亮" in text
    assert "&lt;b&gt;没人修" in text
    assert "geheim" not in text
    assert "zz</textarea>" not in text


def test_waiting_time_is_said_to_machines() -> None:
    assert told(away())["Retry-After"] == "30"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Refused("还没有人评分"), {"status": 422, "reasons": ["还没有人评分"]}),
        (Stale("已有人办理", state="已签收"), {"status": 409, "state": "已签收"}),
        (Http404(), {"status": 404, "title": "没有找到这一页"}),
    ],
    ids=lambda v: type(v).__name__,
)
def test_problems_for_programs(fault: Exception, expected: dict[str, Any]) -> None:
    response = told(fault, posted("/api/v1/topics"))
    problem = json.loads(response.content)
    assert response["Content-Type"] == "application/problem+json"
    assert set(problem) >= {"type", "title", "status", "detail", "reasons", "kept"}
    assert {k: problem[k] for k in expected} == expected


def test_htmx_gets_a_message_beside_the_form() -> None:
    response = told(Refused("还没有人评分"), posted(**{"HX-Request": "true"}))
    text = response.content.decode()
    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#flash", "innerHTML")
    assert "<html" not in text
    assert "还没有人评分" in text


def test_programmers_faults_go_on() -> None:
    assert failures.Failures(lambda r: HttpResponse()).process_exception(posted(), KeyError("x")) is None
    assert failures.Failures(lambda r: HttpResponse()).process_exception(posted(), Http404()) is None


def test_handlers() -> None:
    assert failures.handler404(posted()).status_code == 404
    assert failures.handler403(posted()).status_code == 403
    assert failures.handler400(posted(), RequestDataTooBig()).status_code == 413
    assert failures.handler400(posted()).status_code == 400
    old = failures.csrf_failure(posted())
    assert old.status_code == 403
    assert "路灯不亮" in old.content.decode()


def test_faults_outside_views_are_known_too() -> None:
    try:
        raise away()
    except OperationalError:
        assert failures.handler500(posted()).status_code == 503
    assert failures.handler500(posted()).status_code == 500


def test_even_a_broken_template_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> str:
        raise RuntimeError

    monkeypatch.setattr(failures, "render_to_string", broken)
    response = failures.handler404(posted())
    assert response.status_code == 404
    assert "没有找到这一页" in response.content.decode()


def test_one_more_exception_can_be_taught(monkeypatch: pytest.MonkeyPatch) -> None:
    class Odd(Exception):
        pass

    monkeypatch.setattr(failures, "_told", dict(failures._told))
    failures.also(Odd, 418, "奇怪")
    response = told(Odd("不行"))
    assert response.status_code == 418
    assert "不行" in response.content.decode()


def test_the_way_back_stays_in_the_house() -> None:
    assert (
        'href="/desk/topics/7/"'
        in told(Stale("x"), posted(Referer="http://testserver/desk/topics/7/")).content.decode()
    )
    assert "evil.example" not in told(Stale("x"), posted(Referer="http://evil.example/")).content.decode()

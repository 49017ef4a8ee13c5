"""Reports stay readable, whatever a file says: lines are cut around the place, kinds are counted."""

import json

import pytest

from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.findings.report import display_width, excerpt, render_findings
from reportgen.findings.rules import UNBALANCED_FUND, UNKNOWN_KEY


def found(count: int, path: str = "甲.yaml") -> list[Diagnostic]:
    return [
        Diagnostic(UNKNOWN_KEY, Span(path, 1, number + 1), f"未知的键“{number}”") for number in range(count)
    ]


@pytest.mark.parametrize("filler", ["甲", "a", "甲a", "\u3000", "\u200b"])
@pytest.mark.parametrize("place", [0, 1, 150, 5000, 9990])
def test_a_long_line_is_cut_around_the_place_and_the_caret_stays_under_it(filler: str, place: int) -> None:
    line = (filler * 10_000)[:10_000]
    line = f"{line[:place]}错{line[place + 1 :]}"
    _, quoted, carets = excerpt(line, Span("甲.yaml", 7, place + 1)).split("\n")
    assert display_width(quoted) < 400
    assert display_width(quoted.partition("错")[0]) == carets.index("^")
    assert carets.endswith(" ^^")


def test_a_place_that_is_a_whole_line_is_cut_too() -> None:
    quoted = excerpt("甲" * 100_000, Span("甲.yaml", 1, 1, 100_000))
    assert len(quoted) < 1000


def test_a_sentence_that_quotes_a_long_text_keeps_its_beginning_and_its_end() -> None:
    finding = Diagnostic(
        UNKNOWN_KEY, Span("甲.yaml", 1), f"未知的键“{'甲' * 100_000}”不能写在这里", "乙" * 9000
    )
    shown = render_findings([finding], "text", lambda _: "")
    assert len(shown) < 1000
    assert "未知的键“甲" in shown
    assert "”不能写在这里" in shown


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_findings_of_a_kind_are_counted_after_twenty(form: str) -> None:
    several = [*found(2000), *found(20, "乙.yaml"), Diagnostic(UNBALANCED_FUND, Span("甲.yaml", 9), "不平")]
    shown = render_findings(several, form, lambda _: "甲" * 30_000)
    assert shown.count("E203") == 41
    assert "“19”" in shown
    assert "“21”" not in shown
    assert "不平" in shown
    assert len(shown) < 40_000
    if form == "json":
        assert [item["more"] for item in json.loads(shown) if "more" in item] == [1980]
    else:
        assert shown.count("另有 1980 处同类") == 1


def test_what_fits_is_listed_whole() -> None:
    assert "同类" not in render_findings(found(20), "text", lambda _: "甲")

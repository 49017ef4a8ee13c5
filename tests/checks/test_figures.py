"""Figures and reasons: right sentences are left alone in a budget whose figures are known."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import yaml

from reportgen.checks import check_passages
from reportgen.checks.registry import Setting
from reportgen.classification.directions import directions
from reportgen.commands.checking import check_file, setting_of
from reportgen.facts.history import History
from reportgen.facts.vocabulary import Vocabulary
from reportgen.findings.diagnostics import Diagnostic, Span
from reportgen.ledger.known import KnownFigure, KnownFigures
from reportgen.repository.repository import Repository
from reportgen.source.passages import Passage, Places, Role, masked
from tests.conftest import ROOT

HERE = Path(__file__).parent
LEDGER = ROOT / "budgets/dalian-xigang/2024/133-yingshang.yaml"
RIGHT = yaml.safe_load((HERE / "right/figures.yaml").read_text("utf-8"))
RIGHT_REASONS = yaml.safe_load((HERE / "right_reasons.yaml").read_text("utf-8"))
ROLES = (Role.DUTY, Role.DESCRIPTION, Role.GOAL, Role.TASK, Role.TEXT)
# What the rules of figures and reasons find in the published documents, and why it stands there.
WAIVED = {("H225", 199): "公布的原文两项就是同样的四个字"}


@cache
def setting() -> Setting:
    repository = Repository(ROOT)
    budget, _ = repository.budget(LEDGER)
    assert budget is not None
    profile, _ = repository.profile(budget.profile)
    assert profile is not None
    return setting_of(repository, budget, History(Vocabulary(budget, profile.facts)))


def said(sentence: str, role: Role, where: Setting, key: str = "", owner: str = "") -> Iterator[Diagnostic]:
    passage = Passage(
        written=sentence, text=masked(sentence), role=role, key=key, span=Span("x.yaml", 1), owner=owner
    )
    return check_passages([passage], where, Places(lambda _: sentence))


@pytest.mark.parametrize("sentence", RIGHT)
def test_right_figures_are_left_alone_where_all_figures_are_known(sentence: str) -> None:
    for role in ROLES:
        owner = "电话费" if role in {Role.DESCRIPTION, Role.GOAL} else ""
        assert [finding.headline for finding in said(sentence, role, setting(), "实施方案", owner)] == []


@pytest.mark.parametrize("case", RIGHT_REASONS, ids=lambda case: case["原因"])
def test_right_reasons_are_left_alone(case: dict[str, str]) -> None:
    path = case["指标"]
    figure = KnownFigure(path=path, words=(), value=Decimal(case["本年"]), before=Decimal(case["上年"]))
    others = [known for known in setting().figures.figures if known.path != path]
    where = replace(setting(), figures=KnownFigures((figure, *others)))
    assert [finding.headline for finding in said(case["原因"], Role.REASON, where, path)] == []


@pytest.mark.parametrize("case", RIGHT_REASONS, ids=lambda case: case["原因"])
def test_right_reasons_go_the_way_of_the_change(case: dict[str, str]) -> None:
    table = setting().lists.made(directions)
    change = Decimal(case["本年"]) - Decimal(case["上年"])
    meant, plain = table.meant(case["原因"], case["指标"]), table.said(case["原因"])
    if change == 0:
        assert not plain.rise
        assert not plain.fall
    else:
        assert meant.rise or not (meant.fall and change > 0)
        assert meant.fall or not (meant.rise and change < 0)


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("安排伙食费59.738万元", "P201"),
        ("安排伙食费597,380元", "P201"),
        ("安排伙食费五十九点七三八万元", "P201"),
        ("安排资金59.783万元", "F202"),
        ("安排资金5.9738万元", "F202"),
        ("安排资金354.6万元", "F202"),
        ("安排资金77.1万元", "F203"),
        ("占本年支出的16.85%", "F201"),
        ("占本年支出的18.65%", "F202"),
    ],
)
def test_each_amount_gets_one_message(sentence: str, says: str) -> None:
    owner = "区政务服务中心及指挥中心就餐人员伙食费"
    assert [finding.code for finding in said(sentence, Role.DESCRIPTION, setting(), "", owner)] == [says]


def test_message_names_the_fact_and_shows_both_numbers() -> None:
    owner = "区政务服务中心及指挥中心就餐人员伙食费"
    (finding,) = said("安排资金59.783万元", Role.DESCRIPTION, setting(), "", owner)
    assert "59.783万元" in finding.sentence
    assert "项目.合计是 59.738万元" in finding.sentence


@pytest.mark.parametrize("ledger", Repository(ROOT).budgets, ids=lambda path: path.stem)
def test_published_documents_have_no_unlinked_figure(ledger: Path) -> None:
    """All amounts and shares of the five ledgers hang on facts; what else is found is waived in place."""
    found = check_file(Repository(ROOT), ledger).findings
    assert [finding.headline for finding in found if finding.code[0] in "FPH"] == []


def test_what_is_waived_in_the_published_documents_is_listed_with_its_reason() -> None:
    waived = {}
    for path in Repository(ROOT).budgets:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            _, mark, comment = line.partition("# reportgen: allow ")
            code, _, reason = comment.partition(" —— ")
            if mark and code[0] in "FPH":
                waived[code, number] = reason
    assert waived == WAIVED

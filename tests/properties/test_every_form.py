"""Random ledgers of every form against the oracle of `tests/every_form`: nothing lost, nothing twice."""

from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.document.document import Document
from reportgen.form.profile import Profile
from reportgen.ledger.model import PROJECT, Budget, ExpenditureLine, FundLine
from reportgen.repository.repository import Repository
from tests.conftest import ROOT
from tests.every_form.ledgers import names
from tests.every_form.oracle import Department, Facts, Line, Oracle, meaning
from tests.every_form.test_every_form import figures, printed_rows, written
from tests.properties.test_ledgers import assert_sources
from tests.strategies import FORMS, Form, budgets
from tests.unchecked import compose
from tests.writing import ledger_text

# What the two classifications have to do with each other is held elsewhere, line by line.
BY_ANOTHER_CLASSIFICATION = "政府经济分类表"
# Items of procurement may have the same name.
ITEMS = "采购.项目."


@pytest.fixture
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository for each form: the ledger of one year is no last year's ledger of another form."""
    folder = tmp_path_factory.mktemp("every-form").resolve()
    for name in ("templates", "classification"):
        (folder / name).symlink_to(ROOT / name)
    return Repository(folder)


@cache
def profile_of(name: str) -> Profile:
    profile, findings = Repository(ROOT).profile(name)
    assert profile is not None, findings
    return profile


def department(budget: Budget) -> Department:
    """The lines of a budget as the oracle knows them; their places in the ledger are their letters."""
    kinds = {unit.code: unit.type for unit in budget.units}
    projects: dict[str, dict[str, Any]] = {
        project.name: {
            "单位": project.unit,
            "编码": project.code,
            "项目类别": project.category,
            "阶段": project.stage,
            "顺序": project.performance.order if project.performance else None,
        }
        for project in budget.projects
    }
    lines: list[Line] = []
    amounts: dict[str, Decimal] = {}

    def add(account: str, unit: str, amount: Decimal, **known: str) -> None:
        letter = str(len(lines))
        amounts[letter] = amount
        lines.append({"代号": letter, "账": account, "单位": unit, "性质": kinds[unit], **known})

    for line in budget.expenditure:
        add("支出", line.unit, line.amount, **_spent(line, projects.get(line.project, {})))
    for account, fund_lines in _funds(budget):
        for brought in fund_lines:
            add(account, brought.unit, brought.amount, 资金=brought.fund, 财政拨款=brought.appropriation)
    for item in budget.procurement:
        add("采购", item.unit, item.amount, 采购类别=item.category, 项目=item.project)
    units = {unit.code: (unit.name, unit.type) for unit in budget.units}
    return Department(tuple(lines), amounts, units, projects)


def _spent(line: ExpenditureLine, project: dict[str, Any]) -> dict[str, str]:
    of_project = {key: project[key] for key in ("项目类别", "阶段")} if project else {}
    return {
        "类别": "项目" if line.category == PROJECT else line.category,
        "功能": line.function,
        "经济": line.economic,
        "资金": line.fund,
        "期": line.period,
        "财政拨款": line.appropriation,
        "三公": line.three_public,
        "项目": line.project,
        **of_project,
    }


def _funds(budget: Budget) -> tuple[tuple[str, tuple[FundLine, ...]], ...]:
    return (("收入", budget.revenue), ("结转入", budget.carried_in), ("年终结转", budget.carried_out))


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@settings(deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_amount_of_a_random_ledger_is_that_of_the_oracle(
    repository: Repository, form: Form, data: st.DataObject
) -> None:
    classification, _ = Repository(ROOT).classification(form.year)
    budget = data.draw(budgets(classification, form))
    ledger, document = composed(repository, budget)
    assert_sources(document, ledger)
    held = department(budget)
    previous = {path: item.amount for path, item in budget.previous.items()}
    assert_tables(document, Oracle(form.profile, held, names(), previous))
    assert_text(document, form, held, budget, previous)


def composed(repository: Repository, budget: Budget) -> tuple[Budget, Document]:
    path = repository.root / budget.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ledger_text(budget), "utf-8")
    decoded, findings = repository.budget(path)
    assert decoded is not None, findings
    return decoded, compose(decoded, profile_of(budget.profile))


def assert_tables(document: Document, expected: Oracle) -> None:
    for key in expected.meaning["表"]:
        if key != BY_ANOTHER_CLASSIFICATION:
            assert printed_rows(document, expected, key) == expected.table(key), key


def assert_text(
    document: Document, form: Form, held: Department, budget: Budget, previous: dict[str, Decimal]
) -> None:
    targets = len(held.targeted())
    counts = {"项目数": len(budget.projects), "绩效.应编数": len(budget.projects), "绩效.目标数": targets}
    known = Facts(held, previous, counts)
    wording = meaning(form.profile)["文字"]
    items = [figure.value for _, figure in figures(document) if figure.fact.startswith(ITEMS)]
    assert items in ([], [item.amount for item in budget.procurement])
    for _, figure in figures(document):
        if figure.unit and "绩效" not in figure.fact and not figure.fact.startswith(ITEMS):
            value = known.value(figure.fact)
            assert figure.value == value, figure.fact
            assert figure.text == written(figure, value, wording), figure.fact

"""What is documented exists, and what exists is documented."""

import re
from pathlib import Path

import pytest
import yaml

from reportgen.composing.narrative.language import Language
from reportgen.facts.facts import Selection
from reportgen.facts.history import History
from reportgen.facts.vocabulary import Vocabulary
from reportgen.form.package import package_facts
from reportgen.form.tables.spec import GENERATORS
from reportgen.ledger.dimensions import ACCOUNTS, DIMENSIONS
from reportgen.repository.repository import Repository
from tests.conftest import LEDGER, ROOT

FORMS = (ROOT / "docs" / "forms.md").read_text("utf-8")
GUIDE = (ROOT / "docs" / "guide.md").read_text("utf-8")


@pytest.fixture(scope="module")
def vocabulary(repository: Repository) -> Vocabulary:
    budget, findings = repository.budget(ROOT / LEDGER)
    assert budget is not None, findings
    return Vocabulary(budget, package_facts())


def test_every_attribute_of_a_selection_is_documented(vocabulary: Vocabulary) -> None:
    selection = vocabulary.resolve("支出")
    assert isinstance(selection, Selection)
    assert [name for name in selection.names() if f"`.{name}`" not in FORMS] == []


def test_every_filter_and_function_is_documented(repository: Repository, vocabulary: Vocabulary) -> None:
    profile, _ = repository.profile(vocabulary.budget.profile)
    assert profile is not None
    language = Language(History(vocabulary), profile, lambda words, _: words.text)
    names = {*language.filters(), *language.functions()} - {"真", "假"}
    assert sorted(name for name in names if name not in FORMS) == []


def test_every_dimension_account_and_generator_is_documented() -> None:
    assert [name for name in (*DIMENSIONS, *ACCOUNTS, *GENERATORS) if name not in FORMS] == []


def test_the_yaml_of_the_guide_is_yaml() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert len(blocks) > 5
    assert all(isinstance(yaml.safe_load(block), dict) for block in blocks)


PAGES = ["README.md", "CONTRIBUTING.md", *(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("file", PAGES)
def test_links_lead_somewhere(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text)
    assert [target for target in targets if not ((ROOT / file).parent / Path(target)).exists()] == []

"""Of each kind of mistake most are reported, and right texts are left alone."""

from pathlib import Path

import pytest
import yaml

from reportgen.checks.registry import WORD_CHECKS, Setting
from reportgen.classification.tables import load_classification
from reportgen.findings.diagnostics import Span
from reportgen.ledger.names import Names
from reportgen.repository.repository import Repository
from reportgen.source.passages import Passage, Role, masked
from tests.checks.planting import Bed, Planted, harmless, planted, rates
from tests.conftest import ROOT

RIGHT = [
    sentence
    for path in sorted(Path(__file__).with_name("right").glob("*.yaml"))
    for sentence in yaml.safe_load(path.read_text("utf-8"))
]
# A code that was read in no document, or has no definition, is said whatever stands beside it.
OF_THE_CLASSIFICATION = ("L201", "L203")
LEAST = 0.9  # of all mistakes
LEAST_OF_A_KIND = 0.7


@pytest.fixture(scope="module")
def bed(tmp_path_factory: pytest.TempPathFactory) -> Bed:
    return Bed(tmp_path_factory.mktemp("bed"))


def test_most_mistakes_of_each_kind_are_reported(bed: Bed) -> None:
    found = rates(bed, planted())
    poor = {kind: rate for kind, rate in found.items() if rate[0] < LEAST_OF_A_KIND * rate[1]}
    assert not poor
    assert sum(rate[0] for rate in found.values()) >= LEAST * sum(rate[1] for rate in found.values())


@pytest.mark.parametrize("change", harmless(), ids=lambda change: change.changes[0][-1][:60])
def test_right_ledgers_are_left_alone(bed: Bed, change: Planted) -> None:
    said = [finding for finding in bed.new_findings(change) if finding.code not in OF_THE_CLASSIFICATION]
    assert not said


OWN = ("大连市西岗区营商环境建设局", "西岗区营商环境建设局")
NAMES = Names(
    own=OWN,
    parts=("综合科", "区政务服务中心日常保障"),
    others=Repository(ROOT).department_names - set(OWN),
    level="区",
    places=("大连市", "西岗区"),
)


@pytest.mark.parametrize("sentence", RIGHT)
def test_right_sentences_are_left_alone(sentence: str) -> None:
    classification, _ = load_classification(ROOT, 2024)
    setting = Setting(year=2024, lists=classification.words, names=NAMES, classification=classification)
    for role in (Role.DUTY, Role.REASON, Role.DESCRIPTION, Role.TEXT, Role.SENTENCE):
        # The form prints the full stop of a reason.
        text = sentence.removesuffix("。") if role is Role.REASON else sentence
        passage = Passage(written=text, text=masked(text), role=role, key="", span=Span("x.yaml", 1))
        said = [
            remark.sentence
            for registered in WORD_CHECKS.values()
            if role in registered.roles
            for remark in registered.function(passage, setting)
        ]
        assert not said

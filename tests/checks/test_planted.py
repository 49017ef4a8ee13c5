"""Of each kind of mistake most are reported, and right texts are left alone."""

from pathlib import Path

import pytest
import yaml

from reportgen.checks.registry import WORD_CHECKS, Setting
from reportgen.classification.word_lists import load_word_lists
from reportgen.findings.diagnostics import Span
from reportgen.source.passages import Passage, Role, masked
from tests.checks.planting import Bed, planted, rates
from tests.conftest import ROOT

RIGHT = [
    sentence
    for path in sorted(Path(__file__).with_name("right").glob("*.yaml"))
    for sentence in yaml.safe_load(path.read_text("utf-8"))
]
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


@pytest.mark.parametrize("sentence", RIGHT)
def test_right_sentences_are_left_alone(sentence: str) -> None:
    lists, _ = load_word_lists(ROOT)
    setting = Setting(year=2024, lists=lists)
    for role in (Role.DUTY, Role.REASON, Role.DESCRIPTION, Role.TEXT, Role.SENTENCE):
        passage = Passage(written=sentence, text=masked(sentence), role=role, key="", span=Span("x.yaml", 1))
        said = [
            remark.sentence
            for registered in WORD_CHECKS.values()
            if role in registered.roles
            for remark in registered.function(passage, setting)
        ]
        assert not said

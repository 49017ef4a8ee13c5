"""Lines held against conditions: what certainly matches, what may, and what nobody knows."""

from decimal import Decimal

import pytest

from reportgen.findings.diagnostics import Span
from reportgen.ledger.dimensions import Condition
from reportgen.ledger.postings import Gap, Posting, Postings, gap, possible, select, total


def line(number: int, unsaid: dict[str, tuple[str, ...]] | None = None, **dimensions: str) -> Posting:
    return Posting(dimensions, Decimal(number), Span("x.yaml", number), unsaid or {})


OFFICE = line(1, 经济科目="30201", 类别="公用经费")
SERVICES = line(2, 经济科目="302", 类别="公用经费", unsaid={"经济科目": ()})
SALARY = line(3, 经济科目="30101", 类别="人员经费")
GUESTS = line(4, 经济科目="302", unsaid={"三公": ("接待", "用车运行"), "经济科目": ()})
# So many lines that they are looked up in an index, and so few that each is looked at.
SEVERAL = (OFFICE, SERVICES, SALARY, GUESTS)
MANY = (*SEVERAL, *(line(number, 经济科目="30113", 类别="人员经费") for number in range(5, 25)))


@pytest.mark.parametrize("lines", [SEVERAL, MANY], ids=["few", "many"])
@pytest.mark.parametrize(
    ("condition", "certain", "maybe", "lacking"),
    [
        ({"经济科目": ("302",)}, [1, 2, 4], [1, 2, 4], ()),
        ({"经济科目": ("30201",)}, [1], [1, 2, 4], ("经济科目",)),
        ({"经济科目": ("30201",), "类别": ("公用经费",)}, [1], [1, 2], ("经济科目",)),
        ({"三公": ("接待",)}, [], [4], ("三公",)),
        ({"三公": ("出国",)}, [], [], ()),
        ({"三公": ("接待",), "经济科目": ("30217",)}, [], [4], ("三公", "经济科目")),
        (
            {"类别": ("人员经费", "公用经费"), "经济科目": ("30101", "30201")},
            [1, 3],
            [1, 2, 3],
            ("经济科目",),
        ),
    ],
)
def test_lines_are_taken_left_or_neither(
    lines: tuple[Posting, ...],
    condition: Condition,
    certain: list[int],
    maybe: list[int],
    lacking: tuple[str, ...],
) -> None:
    postings = Postings(lines)
    assert [int(found.amount) for found in select(postings, condition)] == certain
    assert [int(found.amount) for found in possible(postings, condition)] == maybe
    unknown = gap(postings, condition)
    assert (unknown.dimensions if unknown else ()) == lacking
    undecided = [number for number in maybe if number not in certain]
    assert [int(found.amount) for found in (unknown.lines if unknown else ())] == undecided


def test_several_conditions_add_up() -> None:
    found = select(Postings(MANY), {"经济科目": ("302",)}, {"类别": ("公用经费",)})
    assert list(found) == [OFFICE, SERVICES]
    assert total(found) == Decimal(3)
    assert found.places == tuple(posting.span for posting in found)


def test_without_a_condition_every_line_is_taken() -> None:
    postings = Postings(MANY)
    assert select(postings) is postings
    assert gap(postings) is None
    assert list(postings.unsettled) == [SERVICES, GUESTS]
    assert postings.unsettled.unsettled is postings.unsettled


@pytest.mark.parametrize(
    ("other", "is_within"),
    [
        (Gap(("三公",), (GUESTS,)), True),
        (Gap(("三公", "类别"), (GUESTS, SERVICES)), True),
        (Gap(("类别",), (GUESTS,)), False),
        (Gap(("三公",), (SERVICES,)), False),
    ],
)
def test_a_gap_is_within_one_that_tells_all_of_it(other: Gap, *, is_within: bool) -> None:
    assert Gap(("三公",), (GUESTS,)).is_within(other) is is_within

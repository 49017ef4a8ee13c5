"""Rounding is half up and happens once; header cells tile the header."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reportgen.document.document import Column, Kind, header_grid
from reportgen.money import AmountFormat, format_decimal, parse_amount, round_half_up

amounts = st.decimals(min_value=Decimal(-(10**12)), max_value=Decimal(10**12), places=4)


@given(value=amounts, places=st.integers(0, 4))
def test_rounding_is_to_the_nearest_and_away_from_zero_on_a_tie(value: Decimal, places: int) -> None:
    unit = Decimal(1).scaleb(-places)
    rounded = round_half_up(value, places)
    assert abs(rounded - value) * 2 <= unit
    if abs(rounded - value) * 2 == unit:
        assert abs(rounded) > abs(value)


@given(value=amounts)
def test_printing_loses_nothing_but_what_was_rounded(value: Decimal) -> None:
    printed = AmountFormat(unit="元", places=4).render(value)
    assert Decimal(printed.replace(",", "")) == value


@given(text=st.text("0123456789.,-+eE 元", max_size=12))
def test_an_amount_is_a_plain_decimal_or_nothing(text: str) -> None:
    amount = parse_amount(text)
    if amount is not None:
        assert format_decimal(amount) == text


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> list[tuple[str, ...]]:
    """Paths of the leaves of a tree of headings."""
    paths: list[tuple[str, ...]] = []
    for number in range(draw(st.integers(1, 3))):
        name = f"列{number}"
        if depth > 1 and draw(st.booleans()):
            paths += [(name, *path) for path in draw(trees(depth - 1))]
        else:
            paths.append((name,))
    return paths


@given(paths=trees())
def test_header_cells_tile_the_header(paths: list[tuple[str, ...]]) -> None:
    columns = tuple(Column(heading=path, kind=Kind.AMOUNT) for path in paths)
    grid = header_grid(columns)
    covered = [
        (level + down, cell.column + across)
        for level, row in enumerate(grid)
        for cell in row
        for down in range(cell.rows)
        for across in range(cell.columns)
    ]
    assert sorted(covered) == [(row, column) for row in range(len(grid)) for column in range(len(columns))]

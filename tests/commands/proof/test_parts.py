"""The steps of a proof: pairing pages, finding words that differ, framing them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from reportgen.commands.proof.comparison import Kind
from reportgen.commands.proof.marks import differing_areas, frames
from reportgen.commands.proof.overview import PageResult, Range, quiet_ranges
from reportgen.comparing.alignment import align
from reportgen.comparing.wording import changed_words
from reportgen.readers.pages import Box

PAGES = ["收入预算总表一般公共预算", "支出预算总表政府性基金", "名词解释财政拨款是指", "绩效目标数量指标质量"]


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ("abcd", "abcd", [(0, 0), (1, 1), (2, 2), (3, 3)]),
        ("abd", "abcd", [(0, 0), (1, 1), (None, 2), (2, 3)]),
        ("abcd", "ad", [(0, 0), (1, None), (2, None), (3, 1)]),
        ("", "ab", [(None, 0), (None, 1)]),
        ("ab", "", [(0, None), (1, None)]),
        ("ab", "ba", [(0, None), (1, 0), (None, 1)]),
    ],
)
def test_pages_are_paired_by_what_they_say(old: str, new: str, pairs: list[tuple[int, int]]) -> None:
    text = dict(zip("abcd", PAGES, strict=True))
    found = align([[text[name]] for name in old], [[text[name]] for name in new])
    assert sorted(found, key=str) == sorted(pairs, key=str)


def test_a_page_with_another_amount_is_the_same_page_and_one_of_other_text_is_not() -> None:
    table, other = ["收入预算总表", "1,234.00", "合计"], ["名词解释", "财政拨款"]
    assert align([table], [["收入预算总表", "9,876.00", "合计"]]) == [(0, 0)]
    assert align([table], [other]) == [(0, None), (None, 0)]


def test_blank_pages_are_paired() -> None:
    assert align([["甲"], [], ["乙丙"]], [["丁"], [], ["乙丙戊"]])[-2:] == [(1, 1), (2, 2)]


@given(st.lists(st.sampled_from(PAGES)), st.lists(st.sampled_from(PAGES)))
def test_every_page_is_paired_once_and_in_order(old: list[str], new: list[str]) -> None:
    pairs = align([[page] for page in old], [[page] for page in new])
    assert [one for one, _ in pairs if one is not None] == list(range(len(old)))
    assert [other for _, other in pairs if other is not None] == list(range(len(new)))


def test_words_that_a_longer_text_pushes_to_the_next_page_are_not_new() -> None:
    old = [["一", "二", "三", "四"], ["五", "六"]]
    new = [["一", "新", "二", "三"], ["四", "五", "六"]]
    assert changed_words(old, new, [(0, 0), (1, 1)]) == (set(), {(0, 1)})


def test_an_amount_is_changed_as_a_whole() -> None:
    old, new = [["合计", "1,234.00", "元"]], [["合计", "1,235.00", "元"]]
    assert changed_words(old, new, [(0, 0)]) == ({(0, 1)}, {(0, 1)})


def test_words_of_a_line_share_a_frame_and_cells_apart_do_not() -> None:
    line = [Box(0, 0, 10, 10), Box(10, 0, 20, 10), Box(22, 0, 30, 10)]
    cell = Box(80, 0, 100, 10)
    assert [(box.left, box.right) for box in frames([*line, cell])] == [(0, 30), (80, 100)]


def test_a_short_word_under_a_long_line_keeps_its_own_frame() -> None:
    assert len(frames([Box(0, 0, 200, 10), Box(0, 12, 20, 22)])) == 2
    assert len(frames([Box(0, 0, 200, 10), Box(0, 12, 190, 22)])) == 1


def test_an_area_is_found_where_only_one_picture_has_ink() -> None:
    blank = Image.new("RGB", (200, 100), "white")
    page = blank.copy()
    ImageDraw.Draw(page).rectangle((50, 40, 90, 60), fill="black")
    (area,) = differing_areas(page, blank, [])
    assert area.left <= 50
    assert area.right >= 90
    assert area.top <= 40
    assert area.bottom >= 60
    assert area.right - area.left < 80
    assert differing_areas(blank, page, []) == []
    assert differing_areas(page, blank, [Box(45, 35, 95, 65)]) == []


def test_another_colour_is_a_difference_and_one_pixel_is_none() -> None:
    pages = []
    for colour, left in (("#c04000", 20), ("#0040c0", 20), ("#c04000", 21)):
        page = Image.new("RGB", (100, 100), "white")
        ImageDraw.Draw(page).rectangle((left, 20, left + 30, 60), fill=colour)
        pages.append(page)
    assert differing_areas(pages[0], pages[1], []) != []
    assert differing_areas(pages[0], pages[2], []) == []


def test_pages_without_pictures_become_ranges() -> None:
    moved = [PageResult(kind=Kind.MOVED, old=page, new=page + 1) for page in (3, 4, 6)]
    pages = [
        PageResult(kind=Kind.SAME, old=1, new=1),
        PageResult(kind=Kind.CHANGED, old=2, new=2, picture="a.png"),
        *moved,
    ]
    assert quiet_ranges(pages) == [
        Range(Kind.SAME, (1, 1), (1, 1)),
        Range(Kind.MOVED, (3, 4), (4, 5)),
        Range(Kind.MOVED, (6, 6), (7, 7)),
    ]

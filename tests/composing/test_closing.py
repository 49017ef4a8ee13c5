"""A form may do without contents, and put the date at the end instead of on the cover."""

from dataclasses import replace
from datetime import date

from reportgen.document.document import Document, Paragraph, Role
from reportgen.renderers.docx.document import render_docx
from reportgen.renderers.html.page import render_html
from reportgen.renderers.xlsx.workbook import render_xlsx
from reportgen.repository.repository import Repository
from tests.conftest import EXAMPLE_LEDGER, Edit, composed
from tests.published.readers import READERS
from tests.published.readers.content import Content
from tests.renderers.reading_back import opened, texts
from tests.renderers.sample import all_on_page, sample

PROFILE = "templates/shili-2024/profile.yaml"
CONTENTS = "目录: 目 录\n"
CLOSING = '落款: ["{{ 部门.全称 }}", "{{ 日期|日期 }}"]\n'


def read(document: Document, suffix: str, example: Repository) -> Content:
    path = example.root / f"a.{suffix}"
    match suffix:
        case "docx":
            path.write_bytes(render_docx(document, all_on_page(1, document)))
        case "xlsx":
            path.write_bytes(render_xlsx(document))
        case _:
            path.write_text(render_html(document), "utf-8")
    return READERS[suffix](path)


def test_without_contents_no_page_is_given_to_them(example: Repository, edit: Edit) -> None:
    edit(PROFILE, (CONTENTS, ""))
    document = composed(example, EXAMPLE_LEDGER)
    assert document.contents == ()
    assert [read(document, suffix, example).contents for suffix in ("docx", "html")] == [(), ()]


def test_an_empty_title_of_the_contents_is_none(example: Repository, edit: Edit) -> None:
    edit(PROFILE, (CONTENTS, '目录: ""\n'))
    assert composed(example, EXAMPLE_LEDGER).contents == ()


def test_closing_lines_end_the_text_with_their_figures(example: Repository, edit: Edit) -> None:
    edit(PROFILE, (CONTENTS, CONTENTS + CLOSING))
    document = composed(example, EXAMPLE_LEDGER)
    closing = [block for block in document.blocks if isinstance(block, Paragraph)][-2:]
    assert [(line.text, line.role) for line in closing] == [
        ("示例市档案局", Role.CLOSING),
        ("2024年2月5日", Role.CLOSING),
    ]
    assert {(figure.fact, *(span.place for span in figure.sources)) for figure in closing[1].figures} == {
        ("日期", f"{EXAMPLE_LEDGER}:5")
    }
    for suffix in ("docx", "html", "xlsx"):
        assert list(read(document, suffix, example).paragraphs)[-2:] == ["示例市档案局", "2024年2月5日"]


def test_a_ledger_without_a_date_is_not_signed(example: Repository, edit: Edit) -> None:
    edit(PROFILE, (CONTENTS, CONTENTS + CLOSING))
    edit(EXAMPLE_LEDGER, ("日期: 2024-02-05\n", ""))
    document = composed(example, EXAMPLE_LEDGER)
    assert not [block for block in document.blocks if getattr(block, "role", None) is Role.CLOSING]


def test_the_date_stands_on_the_cover_unless_the_form_says_no(example: Repository, edit: Edit) -> None:
    assert composed(example, EXAMPLE_LEDGER).cover_date == date(2024, 2, 5)
    edit(PROFILE, (CONTENTS, f"{CONTENTS}封面日期: 否\n"))
    document = composed(example, EXAMPLE_LEDGER)
    assert (document.cover_date, document.date) == (None, date(2024, 2, 5))
    assert [read(document, suffix, example).cover for suffix in ("docx", "html")] == [document.cover] * 2


def test_without_contents_the_first_sheet_of_the_workbook_still_leads_to_the_others() -> None:
    document = replace(sample(), contents_title="")
    first, *others = opened(document).worksheets
    cover, links = texts(first)[: len(document.cover)], texts(first)[len(document.cover) :]
    assert cover == list(document.cover)
    assert len(links) >= len(others)
    assert "目录" not in links

"""A volume of three departments, read back: pages, links, bookmarks, sums; and what holds it up."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml
from openpyxl import load_workbook
from page import validate_pdf_bytes
from pypdf import PdfReader

from reportgen.commands.checking import check_file
from reportgen.commands.volume.building import BuiltVolume, build_volume, check_volume
from reportgen.renderers.html.page import render_html
from reportgen.renderers.output import Output
from reportgen.renderers.pdf.layout import lay_out
from reportgen.repository.repository import Repository
from tests.commands.test_cli import file_date
from tests.conftest import EXAMPLE, EXAMPLE_LEDGER, ROOT, Edit, reportgen
from tests.renderers.glyphs import wrong_glyphs
from tests.renderers.test_pdf_archive import STANDARDS

FOLDER = "budgets/shili/2024"
NAMES = {"900-shili": "示例市档案局", "901-erdang": "示例市第二档案局", "902-sandang": "示例市第三档案局"}
DISCLOSING = ("900-shili", "901-erdang")
KNOWN_NAMES = {NAMES[stem] for stem in DISCLOSING}
MAKE = Callable[[], tuple[Repository, Edit]]


def add_departments(example: Repository) -> None:
    """Two more departments: one with other amounts, one that did not disclose its economic codes."""
    folder = example.root / FOLDER
    text = (folder / "900-shili.yaml").read_text("utf-8")
    second = text.replace("示例市档案", "示例市第二档案").replace('"900', '"901')
    second = second.replace("1234567.89", "2234567.89").replace("1000000.00", "2000000.00")
    second = second.replace("1544567.89", "2544567.89")
    (folder / "901-erdang.yaml").write_text(second, "utf-8")
    third = text.replace("示例市档案", "示例市第三档案").replace('"900', '"902')
    third = re.sub(r"经济科目: [0-9]+, ", "", third)
    third = third.replace("\n单位:\n", "\n未披露: [经济科目]\n另列: {三公.接待: 4000.00}\n单位:\n", 1)
    (folder / "902-sandang.yaml").write_text(third, "utf-8")


def example_in(folder: Path) -> Repository:
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    (folder / "classification").symlink_to(ROOT / "classification")
    return Repository(folder)


def bound(repository: Repository, out: str = "build", jobs: int = 1) -> BuiltVolume:
    paths = sorted((repository.root / FOLDER).glob("*.yaml"))
    return build_volume(repository, paths, repository.root / out, jobs=jobs, progress=lambda *_: None)


@dataclass
class Bound:
    """A volume as it was built, and the repository that it was built from."""

    repository: Repository
    built: BuiltVolume
    odd: bool

    def data(self, form: str) -> bytes:
        return next(file for file in self.built.files if file.suffix == f".{form}").read_bytes()

    @cached_property
    def reader(self) -> PdfReader:
        return PdfReader(BytesIO(self.data("pdf")))

    @cached_property
    def texts(self) -> list[str]:
        return ["".join(page.extract_text().split()) for page in self.reader.pages]

    @cached_property
    def starts(self) -> dict[str, int]:
        """The page on which each department begins, from its cover."""
        places = self.reader.named_destinations
        return {stem: self.page_of(places[f"department/{stem}"]) for stem in NAMES}

    def page_of(self, place: Any) -> int:
        number = self.reader.get_destination_page_number(place)
        assert number is not None
        return number + 1

    @cached_property
    def tables(self) -> dict[str, list[list[str]]]:
        """The rows of the summary tables, from the data file."""
        return {
            table["title"]: [row["cells"] for row in table["rows"]]
            for table in json.loads(self.data("json"))["tables"]
        }


@pytest.fixture(scope="module", params=["任意页", "单数页"])
def volume(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Bound:
    repository = example_in(tmp_path_factory.mktemp("volume").resolve())
    add_departments(repository)
    theme = repository.root / "templates/shili-2024/theme.yaml"
    theme.write_text(f"部分起页: {request.param}\n", "utf-8")
    built = bound(repository)
    assert built.files, [finding.headline for finding in built.findings]
    return Bound(repository, built, request.param == "单数页")


def test_every_printed_page_number_is_the_number_of_the_page(volume: Bound) -> None:
    printed = {n: re.search(r"—([0-9]+)—", text) for n, text in enumerate(volume.texts, 1)}
    assert all(int(found[1]) == n for n, found in printed.items() if found)
    unnumbered = {n for n, found in printed.items() if not found}
    blank = {n for n, text in enumerate(volume.texts, 1) if not text}
    assert unnumbered == {1, *volume.starts.values(), *blank}
    assert volume.reader.page_labels == [str(n) for n in range(1, len(volume.texts) + 1)]


def test_numbers_stand_on_the_outer_side(volume: Bound) -> None:
    for number, page in enumerate(volume.reader.pages, 1):
        found: list[tuple[str, float]] = []
        page.extract_text(visitor_text=lambda text, _, matrix, *__: found.append((text, matrix[4])))  # noqa: B023
        places = [x for text, x in found if text.strip() == "—"]
        middle = float(page.mediabox.width) / 2
        assert all((place > middle) == bool(number % 2) for place in places), number


def test_departments_begin_on_odd_pages_where_the_theme_says_so(volume: Bound) -> None:
    starts = list(volume.starts.values())
    assert starts == sorted(starts)
    assert all(start % 2 for start in starts) or not volume.odd


def test_contents_name_every_department_with_its_page(volume: Bound) -> None:
    for stem, name in NAMES.items():
        assert re.search(rf"{name}\.+{volume.starts[stem]}(?![0-9])", volume.texts[1 + volume.odd]), name
    first = volume.starts["900-shili"]
    assert re.search(rf"各部门预算\.+{first}", volume.texts[1 + volume.odd])


def without_numbers(text: str) -> str:
    """The text of a page without its number and without those of the contents and the dots before them."""
    return re.sub(r"\.{3,}[0-9]+|—[0-9]+—", "#", text)


def test_department_is_printed_as_in_its_own_pdf_but_for_the_numbers(volume: Bound) -> None:
    for stem in NAMES:
        document = check_file(volume.repository, volume.repository.root / FOLDER / f"{stem}.yaml").document
        assert document is not None
        own = PdfReader(BytesIO(Output(document).render("pdf")))
        start = volume.starts[stem]
        for number, page in enumerate(own.pages):
            text = "".join(page.extract_text().split())
            assert without_numbers(text) == without_numbers(volume.texts[start - 1 + number]), (stem, number)


def test_contents_of_a_department_name_the_pages_of_the_volume(volume: Bound) -> None:
    for start in volume.starts.values():
        contents = next(text for text in volume.texts[start:] if text.startswith("目录"))
        page = int(re.search(r"概况\.+([0-9]+)", contents)[1])  # type: ignore[index]
        assert "概况" in volume.texts[page - 1]
        assert page > start


def links(pdf: pikepdf.Pdf) -> Iterator[tuple[int, Any]]:
    for number, page in enumerate(pdf.pages, 1):
        for note in page.obj.get("/Annots", ()):
            yield number, note


def test_every_link_leads_to_a_place_in_the_same_department(volume: Bound) -> None:
    places = volume.reader.named_destinations
    starts = [1, *volume.starts.values(), len(volume.texts) + 1]
    with pikepdf.open(BytesIO(volume.data("pdf"))) as pdf:
        found = list(links(pdf))
        assert len({str(note.Dest) for _, note in found}) == len(
            {str(note.Dest) for _, note in found} & {*places}
        )
        for number, note in found:
            goal = volume.page_of(places[str(note.Dest)])
            mine = max(start for start in starts if start <= number)
            assert "/A" not in note
            assert mine == 1 or mine <= goal < min(start for start in starts if start > mine)
        front = {str(note.Dest) for number, note in found if number < starts[1]}
    assert {f"department/{stem}" for stem in NAMES} < front


def test_bookmarks_of_a_department_stand_beneath_it(volume: Bound) -> None:
    summary, *rest = [(entry, rest) for entry, rest in zip(*[iter(volume.reader.outline)] * 2, strict=True)]
    assert summary[0].title == "部门预算汇总表"
    assert len(summary[1]) == 5
    assert [entry.title for entry, _ in rest] == list(NAMES.values())
    for (entry, beneath), start in zip(rest, volume.starts.values(), strict=True):
        assert volume.page_of(entry) == start
        assert next(item.title for item in beneath if not isinstance(item, list)).endswith("概况")
        pages = [volume.page_of(item) for item in beneath if not isinstance(item, list)]
        assert start < pages[0]
        assert pages == sorted(pages)


def test_title_language_and_one_subset_of_each_font(volume: Bound) -> None:
    assert volume.reader.metadata.title == "示例市2024年部门预算公开汇编"  # type: ignore[union-attr]
    assert str(volume.reader.root_object["/Lang"]) == "zh-CN"
    with pikepdf.open(BytesIO(volume.data("pdf"))) as pdf:
        files = [
            item for item in pdf.objects if isinstance(item, pikepdf.Stream) and "/FontFile3" in str(item)
        ]
        programs = {
            item.FontFile3.objgen
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/FontFile3" in item
        }
    assert not files
    assert len(programs) == 3


@pytest.mark.parametrize("standard", STANDARDS)
def test_volume_keeps_the_standards_that_each_department_keeps(volume: Bound, standard: str) -> None:
    report = validate_pdf_bytes(volume.data("pdf"), profile=STANDARDS[standard])
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant
    assert report.rules.total > 50


def test_glyphs_are_those_of_the_text(volume: Bound) -> None:
    assert wrong_glyphs(volume.data("pdf")) == []


def ledger(volume: Bound, stem: str) -> Any:
    """A ledger as YAML says it, without any code of ours; amounts are exact."""
    return yaml.load((volume.repository.root / FOLDER / f"{stem}.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506


def summed(lines: list[Any], **wanted: str) -> Decimal:
    return sum(
        (Decimal(line["金额"]) for line in lines if all(line.get(k) == v for k, v in wanted.items())),
        Decimal(),
    )


def expenditure(data: Any) -> list[Any]:
    return [*data["基本支出"], *(line for project in data["项目支出"] for line in project["明细"])]


def money(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def test_totals_are_those_of_the_ledgers(volume: Bound) -> None:
    data = [ledger(volume, stem) for stem in NAMES]
    revenue = volume.tables["2024年部门收入预算汇总表"]
    carried = [summed(one["上年结转"]) for one in data]
    current = [summed(one["收入"]) for one in data]
    assert [money(row[2]) for row in revenue] == [
        sum(current) + sum(carried),
        *(a + b for a, b in zip(current, carried, strict=True)),
    ]
    assert [money(row[3]) for row in revenue] == [sum(current), *current]
    spending = volume.tables["2024年部门支出预算汇总表"]
    personnel = [summed(expenditure(one), 类别="人员经费") for one in data]
    everything = [summed(expenditure(one)) for one in data]
    assert [money(row[5]) for row in spending] == [sum(personnel), *personnel]
    assert [money(row[3]) for row in spending] == [sum(everything), *everything]
    procured = [summed(one["政府采购"]) for one in data]
    assert [money(row[2]) for row in volume.tables["2024年部门政府采购预算汇总表"]] == [
        sum(procured),
        *procured,
    ]


def test_every_department_is_in_every_table(volume: Bound) -> None:
    for title, rows in volume.tables.items():
        texts = [text for row in rows for text in row]
        assert all(name in texts for name in NAMES.values()), title


def test_what_a_department_did_not_disclose_is_said_and_is_no_zero(volume: Bound) -> None:
    title = "2024年部门“三公”经费预算汇总表"
    rows = {row[1]: row[2:] for row in volume.tables[title]}
    assert rows[NAMES["902-sandang"]] == ["未公开"] * 6
    known = [summed(expenditure(ledger(volume, stem)), 经济科目="30217") for stem in DISCLOSING]
    assert [money(rows[NAMES[stem]][0]) for stem in DISCLOSING] == known
    assert all(known)
    assert money(rows["合计"][0]) == sum(known)
    (page,) = [text for text in volume.texts if title in text and "未公开" in text]
    assert f"注：{NAMES['902-sandang']}没有公开本表所需的科目" in page
    warned = [finding for finding in volume.built.findings if finding.code == "T103"]
    assert any(NAMES["902-sandang"] in finding.sentence for finding in warned)


def test_totals_of_the_workbook_are_sums_of_the_departments_that_disclosed(volume: Bound) -> None:
    book = load_workbook(BytesIO(volume.data("xlsx")))
    sheet = book["2024年部门“三公”经费预算汇总表"]
    (total,) = [row for row in sheet.iter_rows() if row[1].value == "合计"]
    top, bottom = (cell.row for (cell,) in sheet.iter_rows(min_col=2, max_col=2) if cell.value in KNOWN_NAMES)
    amounts = [cell.coordinate.rstrip("0123456789") for cell in total[2:]]
    assert [cell.value for cell in total[2:]] == [
        f"=ROUND(SUM({column}{top}:{column}{bottom}),2)" for column in amounts
    ]


def test_total_of_nothing_known_is_no_zero(repository: Repository) -> None:
    ledgers = sorted((ROOT / "budgets/dalian-gaoxin/2024").glob("*.yaml"))
    checked = check_volume(repository, ledgers, 1, lambda *_: None)
    (table,) = [table for table in checked.tables if "按功能分类" in table.title]
    assert {cell.text for row in table.grids[0].rows for cell in row.cells[1:]} == {"未公开"}


def test_figures_name_their_ledger_lines(volume: Bound) -> None:
    table = json.loads(volume.data("json"))["tables"][0]
    total, first, *_ = table["rows"]
    assert all(source.startswith(f"{FOLDER}/900-shili.yaml:") for source in first["sources"][2])
    assert {source.partition(":")[0] for source in total["sources"][2]} == {
        f"{FOLDER}/{stem}.yaml" for stem in NAMES
    }


def test_workbook_has_the_tables_of_the_pdf(volume: Bound) -> None:
    book = load_workbook(BytesIO(volume.data("xlsx")), data_only=True)
    assert len(book.worksheets) == 6
    sheet = book.worksheets[1]
    values = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, float | int)]
    printed = [money(text) for row in volume.tables["2024年部门收入预算汇总表"] for text in row[2:]]
    assert [Decimal(str(value)) for value in values] == printed


def test_number_with_more_digits_leaves_the_layout_as_it_is(example: Repository) -> None:
    document = check_file(example, example.root / EXAMPLE_LEDGER).document
    assert document is not None
    layouts = [lay_out(render_html(document, first)) for first in (1, 99, 9999)]
    assert len({layout.page_count for layout in layouts}) == 1
    assert layouts[0].pages == layouts[1].pages == layouts[2].pages


@pytest.mark.parametrize("volume", ["任意页"], indirect=True)
def test_volume_has_the_same_bytes_again_and_in_several_processes(volume: Bound) -> None:
    again = bound(volume.repository, "again", jobs=2)
    assert [file.read_bytes() for file in again.files] == [file.read_bytes() for file in volume.built.files]


def test_faults_of_all_ledgers_are_reported_and_nothing_is_written(make_example: MAKE) -> None:
    repository, edit = make_example()
    add_departments(repository)
    edit(f"{FOLDER}/900-shili.yaml", ("金额: 134567.89", "金额: 134567.98"))
    edit(f"{FOLDER}/901-erdang.yaml", ("年度: 2024", "年度: 二〇二四"))
    done = reportgen(repository.root, "volume", FOLDER, "--jobs", "1")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "900-shili.yaml:1" in done.stderr
    assert "error[L101]" in done.stderr
    assert "901-erdang.yaml:4:5: error[E213]" in done.stderr
    assert not (repository.root / "build").exists()


@pytest.mark.parametrize("volume", ["任意页"], indirect=True)
def test_failed_volume_leaves_the_earlier_one_as_it_was(volume: Bound) -> None:
    before = [file.read_bytes() for file in volume.built.files]
    path = volume.repository.root / FOLDER / "902-sandang.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("金额: 134567.89", "金额: 134567.98"), "utf-8")
    try:
        assert bound(volume.repository).files == ()
    finally:
        path.write_text(text, "utf-8")
    assert [file.read_bytes() for file in volume.built.files] == before
    assert len(list(volume.built.files[0].parent.iterdir())) == 3


def test_command_names_the_files_and_tells_its_progress(make_example: MAKE) -> None:
    repository, _ = make_example()
    done = reportgen(repository.root, "volume", FOLDER, "--jobs", "1")
    assert done.returncode == 0
    stem = "build/shili/2024/volume/shili-2024"
    assert done.stdout.splitlines() == [f"{stem}.pdf", f"{stem}.xlsx", f"{stem}.json"]
    assert f"[1/1] 检查 {FOLDER}/900-shili.yaml" in done.stderr


def test_properties_bear_the_latest_date_of_the_ledgers_else_that_of_the_environment(
    make_example: MAKE,
) -> None:
    repository, edit = make_example()
    files = [repository.root / f"build/shili/2024/volume/shili-2024.{name}" for name in ("pdf", "xlsx")]
    environment = {"SOURCE_DATE_EPOCH": "1700000000"}
    reportgen(repository.root, "volume", FOLDER, "--jobs", "1", **environment)
    assert [file_date(file) for file in files] == ["2024-02-05"] * 2
    edit(EXAMPLE_LEDGER, ("日期: 2024-02-05\n", ""))
    reportgen(repository.root, "volume", FOLDER, "--jobs", "1")
    assert [file_date(file) for file in files] == ["", "1980-01-01"]
    reportgen(repository.root, "volume", FOLDER, "--jobs", "1", **environment)
    assert [file_date(file) for file in files] == ["2023-11-14"] * 2


@pytest.mark.parametrize(
    "words", ["地区名: {{shili: 示例{}市}}\n", "地区名: {{shili: 示例市}}\n各部门: 各部门{}\n"]
)
def test_character_of_the_volume_that_no_font_has_is_named_with_its_place(
    make_example: MAKE, words: str
) -> None:
    repository, _ = make_example()
    file = "templates/shili-2024/volume.yaml"
    text = f"# 合订本\n{words}".format("\U0002ceb0")
    (repository.root / file).write_text(text, "utf-8")
    built = bound(repository)
    (finding,) = [finding for finding in built.findings if finding.code == "E107"]
    assert built.files == ()
    lines = text.splitlines()
    number = next(number for number, line in enumerate(lines, 1) if "\U0002ceb0" in line)
    column = lines[number - 1].index("\U0002ceb0") + 1
    assert (finding.span.place, finding.span.column) == (f"{file}:{number}", column)


def test_name_of_another_region_may_hold_any_character(make_example: MAKE) -> None:
    repository, _ = make_example()
    names = "地区名: {shili: 示例市, beishi: 北\U0002ceb0市}\n"
    (repository.root / "templates/shili-2024/volume.yaml").write_text(names, "utf-8")
    checked = check_volume(repository, [repository.root / EXAMPLE_LEDGER], 1, lambda *_: None)
    assert checked.volume is not None


def test_folder_without_ledgers_is_wrong_usage(example: Repository) -> None:
    done = reportgen(example.root, "volume", "budgets")
    assert done.returncode == 2
    assert "budgets 里没有台账" in done.stderr


def test_ledger_of_another_year_does_not_belong_to_the_volume(make_example: MAKE) -> None:
    repository, _ = make_example()
    elsewhere = repository.root / "together"
    elsewhere.mkdir()
    text = (repository.root / EXAMPLE_LEDGER).read_text("utf-8")
    (elsewhere / "900.yaml").write_text(text, "utf-8")
    (elsewhere / "901.yaml").write_text(text.replace("地区: shili", "地区: beishi"), "utf-8")
    ledgers = sorted(elsewhere.glob("*.yaml"))
    built = build_volume(repository, ledgers, repository.root / "build", jobs=1, progress=lambda *_: None)
    assert built.files == ()
    assert "E216" in [finding.code for finding in built.findings]


def test_profile_without_a_form_of_volumes_says_what_to_write(make_example: MAKE) -> None:
    repository, _ = make_example()
    (repository.root / "templates/shili-2024/volume.yaml").unlink()
    (finding,) = [finding for finding in bound(repository).findings if finding.is_error]
    assert finding.code == "T203"
    assert "地区名: {shili: 地区的名称}" in finding.hint


def test_example_in_the_guide_to_forms_is_a_form(make_example: MAKE) -> None:
    repository, _ = make_example()
    guide = (ROOT / "docs" / "forms.md").read_text("utf-8")
    (block,) = [found for found in re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL) if "地区名" in found]
    own = block.replace("dalian-xigang", "shili")
    (repository.root / "templates/shili-2024/volume.yaml").write_text(own, "utf-8")
    checked = check_volume(repository, [repository.root / EXAMPLE_LEDGER], 1, lambda *_: None)
    titles = [table.title for table in checked.tables]
    assert titles[-1] == "2024年机关运行经费汇总表"
    assert not any("采购" in title for title in titles)
    (row,) = checked.tables[-1].grids[0].rows[1:]
    assert row.cells[-1].text == "13.86"


@pytest.mark.parametrize("folder", sorted({path.parent for path in (ROOT / "budgets").rglob("*.yaml")}))
def test_region_and_year_of_this_repository_has_a_volume_form(repository: Repository, folder: Path) -> None:
    checked = check_volume(repository, sorted(folder.glob("*.yaml")), 1, lambda *_: None)
    assert checked.volume is not None, [finding.headline for finding in checked.findings]
    assert len(checked.tables) == 5

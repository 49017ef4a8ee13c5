"""What `reportgen proof` tells a reviewer about the pages of a change."""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.commands.proof.conftest import AMOUNTS, DPI, FOLDER, Changed, Library, Place, git, put_under_git
from tests.conftest import EXAMPLE_LEDGER

POINTS_PER_INCH = 72
ANOTHER_LEDGER = EXAMPLE_LEDGER.replace("900-shili", "901-danganguan")
DUTY = "  - 负责全市档案工作。\n"
MORE_DUTIES = "".join(f"  - 负责第{number}项新的档案工作，按规定向社会公开。\n" for number in range(40, 75))


def tinted(picture: Path) -> Image.Image:
    """The mask of what lies in red frames on a page."""
    red, green, blue = channels(picture)
    return ImageChops.subtract(red, ImageChops.lighter(green, blue)).point(
        [value > 15 for value in range(256)]
    )


def framed_blue(picture: Path) -> Image.Image:
    """The mask of blue frames on a page."""
    red, _, blue = channels(picture)
    return ImageChops.subtract(blue, red).point([value > 60 for value in range(256)])


def channels(picture: Path) -> tuple[Image.Image, ...]:
    with Image.open(picture) as file:
        return file.convert("RGB").split()


def is_set(mask: Image.Image, place: Place) -> bool:
    """Whether a mask is set where the letters of a word are, not only in the room that its font leaves."""
    room = (place.bottom - place.top) / 3
    corners = (place.left + 1, place.top + room, place.right - 1, place.bottom - room)
    left, top, right, bottom = (round(corner * DPI / POINTS_PER_INCH) for corner in corners)
    return mask.crop((left, top, right + 1, bottom + 1)).getbbox() is not None


def new_words(before: list[Place], after: list[Place], page: int) -> list[Place]:
    """The words of a page that did not stand on it before."""
    known = Counter(place.text for place in before if place.page == page)
    return [place for place in after if place.page == page and place.text not in known]


def test_a_changed_amount_is_framed_where_it_stands_and_nothing_else(changed: Changed) -> None:
    library, before, done, after = changed.library, changed.before, changed.done, changed.after
    assert done.status == 0
    pages = [int(line.split()[1]) for line in done.pages]
    assert done.pages == [f"改 {page} → {page}" for page in pages]
    assert pages == sorted({place.page for place in after if new_words(before, after, place.page)})
    assert 5 in pages
    for page in pages:
        for state, own, other in (("old", before, after), ("new", after, before)):
            picture = library.root / FOLDER / state / f"{page:03}.png"
            mask = tinted(picture)
            words = new_words(other, own, page)
            others = [place for place in own if place.page == page and place not in words]
            assert [word.text for word in words if not is_set(mask, word)] == []
            assert [word.text for word in others if is_set(mask, word)] == []
            assert framed_blue(picture).getbbox() is None


def test_pages_that_do_not_differ_are_there_without_marks(changed: Changed) -> None:
    root = changed.library.root
    pages = len(list((root / FOLDER / "new").iterdir()))
    assert pages == 8
    for state in ("old", "new"):
        picture = root / FOLDER / state / "001.png"
        assert tinted(picture).getbbox() is None
        assert framed_blue(picture).getbbox() is None


def test_inserted_pages_leave_later_pages_as_they_were(library: Library) -> None:
    library.edit(EXAMPLE_LEDGER, (DUTY, DUTY + MORE_DUTIES))
    done = library.proof()
    added = [line for line in done.pages if line.startswith("增")]
    moved = re.search(r"^移 (\d+)–8 → (\d+)–(\d+) 只是页码$", "\n".join(done.pages), re.MULTILINE)
    assert added
    assert moved
    assert int(moved[3]) == 8 + len(added)
    assert int(moved[2]) == int(moved[1]) + len(added)
    assert "改 2 → 2" in done.pages  # the contents list prints other page numbers


def test_text_that_only_moved_is_framed_blue_not_red(library: Library) -> None:
    library.edit(EXAMPLE_LEDGER, (DUTY, DUTY + "  - 负责查档。\n"))
    library.proof()
    after = library.places(EXAMPLE_LEDGER)
    line = next(place for place in after if "收支情况" in place.text and place.page == 3)
    picture = library.root / FOLDER / "new" / "003.png"
    assert not is_set(tinted(picture), line)
    frame = framed_blue(picture).getbbox()
    assert frame is not None
    assert frame[0] <= line.left
    assert frame[1] <= line.top
    assert frame[3] >= line.bottom


def test_another_look_is_no_other_text(library: Library) -> None:
    theme = library.root / "templates" / "shili-2024" / "theme.yaml"
    theme.write_text("字样:\n  表题: {字号: 18}\n", "utf-8")
    done = library.proof()
    assert done.pages
    assert all(re.match(r"移 (\d+) → \1$", line) for line in done.pages)
    picture = library.root / FOLDER / "new" / f"{int(done.pages[0].split()[1]):03}.png"
    assert framed_blue(picture).getbbox() is not None
    assert tinted(picture).getbbox() is None


def test_another_wording_of_the_form_shows_in_its_documents(library: Library) -> None:
    library.edit("templates/shili-2024/profile.yaml", ("- 标题: 名词解释", "- 标题: 名词说明"))
    assert "改 7 → 7" in library.proof().pages


def test_all_pages_of_a_new_department_are_new(library: Library) -> None:
    shutil.copy(library.root / EXAMPLE_LEDGER, library.root / ANOTHER_LEDGER)
    done = library.proof()
    assert done.pages == [f"增 — → {page}" for page in range(1, 9)]
    assert all(line.startswith(f"{ANOTHER_LEDGER}: ") for line in done.lines)


def test_all_pages_of_a_department_that_is_gone_are_removed(library: Library) -> None:
    (library.root / EXAMPLE_LEDGER).unlink()
    for arguments in ((), (EXAMPLE_LEDGER,)):
        assert library.proof(*arguments).pages == [f"删 {page} → —" for page in range(1, 9)]


def test_a_comment_changes_no_page(library: Library) -> None:
    library.edit(EXAMPLE_LEDGER, ("# 示例市档案局", "# 说明\n# 示例市档案局"))
    done = library.proof()
    assert (done.status, done.pages) == (0, ["没有变化"])
    assert not (library.root / FOLDER).exists()


def test_without_a_change_nothing_is_compared_unless_named(library: Library) -> None:
    assert library.proof().lines == []
    assert library.proof(EXAMPLE_LEDGER).pages == ["没有变化"]
    assert "没有页面变化" in (library.root / "build" / "proof" / "index.html").read_text("utf-8")


def test_the_branch_is_compared_with_where_it_left_main(library: Library) -> None:
    library.git("checkout", "--quiet", "-b", "work")
    library.edit(EXAMPLE_LEDGER, ("入库卷数", "入库件数"))
    library.commit()
    library.git("checkout", "--quiet", "main")
    library.edit(EXAMPLE_LEDGER, ("示例市档案馆", "示例市文献馆"))
    library.commit()
    library.git("checkout", "--quiet", "work")
    assert library.proof().pages == ["改 8 → 8"]
    assert "改 5 → 5" in library.proof("--against", "main").pages


def test_a_library_may_lie_in_a_folder_of_the_repository(committed: Path, tmp_path: Path) -> None:
    shutil.copytree(committed, tmp_path / "outer" / "预算", ignore=shutil.ignore_patterns(".git"))
    put_under_git(tmp_path / "outer")
    root = tmp_path.resolve() / "outer" / "预算"
    library = Library(root, lambda *_: root)
    ledger = root / EXAMPLE_LEDGER
    ledger.write_text(ledger.read_text("utf-8").replace("入库卷数", "入库件数"), "utf-8")
    assert library.proof().pages == ["改 8 → 8"]


def test_git_is_left_as_it_was(library: Library) -> None:
    library.edit(EXAMPLE_LEDGER, *AMOUNTS)
    library.git("add", "--all")
    library.edit(EXAMPLE_LEDGER, ("入库卷数", "入库件数"))
    before = library.git("status", "--porcelain=v2", "--branch"), library.git("diff", "--cached")
    library.proof()
    assert (library.git("status", "--porcelain=v2", "--branch"), library.git("diff", "--cached")) == before
    assert git(library.root, "worktree", "list").count("\n") == 1


@pytest.mark.parametrize("revision", ["nope", "--all", "HEAD:budgets", ""])
def test_an_unknown_revision_is_wrong_usage(library: Library, revision: str) -> None:
    done = library.proof(f"--against={revision}")
    assert done.status == 2
    assert f"没有版本“{revision}”" in done.messages
    assert not (library.root / "build").exists()


def test_a_library_without_git_is_wrong_usage(library: Library) -> None:
    shutil.rmtree(library.root / ".git")
    done = library.proof()
    assert done.status == 2
    assert "不在 git 里" in done.messages


def test_a_ledger_that_never_was_is_wrong_usage(library: Library) -> None:
    done = library.proof("budgets/shili/2024/999-wu.yaml")
    assert done.status == 2
    assert "999-wu.yaml" in done.messages


def test_an_old_ledger_with_errors_is_an_error_that_does_not_hold_up_the_others(library: Library) -> None:
    shutil.copy(library.root / EXAMPLE_LEDGER, library.root / ANOTHER_LEDGER)
    library.edit(ANOTHER_LEDGER, ("类别: 人员经费", "类别: 人员费"))
    library.commit()
    library.edit(ANOTHER_LEDGER, ("类别: 人员费", "类别: 人员经费"))
    library.edit(EXAMPLE_LEDGER, ("入库卷数", "入库件数"))
    done = library.proof("--against", "HEAD")
    assert done.status == 1
    assert done.pages == ["改 8 → 8"]
    assert re.search(
        rf"^HEAD（\w+）按现在的程序有错误，没有对样：{ANOTHER_LEDGER}$", done.messages, re.MULTILINE
    )
    assert re.search(rf"^{ANOTHER_LEDGER}:\d+:\d+: error\[E206\]", done.messages, re.MULTILINE)
    assert "类别: 人员费," in done.messages  # the line as it was
    assert "没有对样" in (library.root / "build" / "proof" / "index.html").read_text("utf-8")


def test_a_fault_of_the_classification_is_said_once_for_all_ledgers(library: Library) -> None:
    shutil.copy(library.root / EXAMPLE_LEDGER, library.root / ANOTHER_LEDGER)
    (library.root / "classification" / "functional.yaml").unlink()
    library.commit()
    library.git("checkout", "--quiet", "HEAD~1", "--", "classification")
    done = library.proof()
    assert done.status == 1
    assert f"没有对样：{EXAMPLE_LEDGER}、{ANOTHER_LEDGER}" in done.messages
    assert done.messages.count("classification/functional.yaml:1:1: error[E101]") == 1


def test_a_present_ledger_with_errors_is_an_error(library: Library) -> None:
    library.edit(EXAMPLE_LEDGER, ("类别: 人员经费", "类别: 人员费"))
    done = library.proof()
    assert done.status == 1
    assert f"现在有错误，没有对样：{EXAMPLE_LEDGER}" in done.messages
    assert done.lines == []


def test_an_earlier_proof_is_replaced_and_the_same_change_gives_the_same_bytes(library: Library) -> None:
    def files() -> dict[str, bytes]:
        folder = library.root / "build" / "proof"
        return {
            str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()
        }

    library.edit(EXAMPLE_LEDGER, *AMOUNTS)
    library.proof()
    first = files()
    ledger = library.root / EXAMPLE_LEDGER
    text = ledger.read_text("utf-8")
    library.git("checkout", "--quiet", ".")
    library.edit(EXAMPLE_LEDGER, ("入库卷数", "入库件数"))
    library.proof()
    assert "shili/2024/900-shili/changes/005-005.png" in first.keys() - files().keys()
    ledger.write_text(text, "utf-8")
    library.proof()
    assert files() == first
    assert [path.name for path in (library.root / "build").iterdir()] == ["proof"]


def test_a_folder_with_other_files_is_not_touched(library: Library) -> None:
    library.edit(EXAMPLE_LEDGER, *AMOUNTS)
    done = library.proof("--out", "budgets")
    assert done.status == 2
    assert "--out" in done.messages
    assert (library.root / EXAMPLE_LEDGER).is_file()


def test_the_overview_shows_what_differs_and_leads_to_the_pictures(changed: Changed) -> None:
    root, done = changed.library.root, changed.done
    page = (root / FOLDER / "index.html").read_text("utf-8")
    links = re.findall(r'<a href="(.+?)"><img src="data:image/png;base64,', page)
    assert [f"{FOLDER}/{link}" for link in links] == [line.split()[-1] for line in done.lines]
    assert all((root / FOLDER / link).is_file() for link in links)
    assert "示例市档案局2024年度部门预算" in page
    assert re.findall("<li>(.+?)</li>", page) == ["第1—2页", "第4页", "第7页"]
    above = (root / "build" / "proof" / "index.html").read_text("utf-8")
    assert 'href="shili/2024/900-shili/index.html"' in above

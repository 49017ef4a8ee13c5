import os
import re
import subprocess
import sys
from pathlib import Path

from reportgen.form.theme import base_theme
from reportgen.renderers.fonts import missing_fonts, used_fonts
from reportgen.renderers.html.page import render_html
from tests.renderers.sample import sample

FAMILIES = ("Noto Serif CJK SC", "Noto Sans CJK SC")

REPORT = (
    "import json, sys; from reportgen.renderers.fonts import missing_fonts, used_fonts;"
    "from reportgen.form.theme import base_theme; theme = base_theme();"
    "json.dump([missing_fonts(theme), used_fonts(theme)], sys.stdout)"
)


def test_used_fonts_have_family_and_version() -> None:
    fonts = used_fonts(base_theme())
    assert [re.sub(r"\d+\.\d{3}$", "n", font) for font in fonts] == [f"{name} n" for name in FAMILIES]


def test_installed_fonts_are_not_missing() -> None:
    assert missing_fonts(base_theme()) == []


def test_fonts_are_missing_where_the_machine_has_none(tmp_path: Path) -> None:
    configuration = tmp_path / "fonts.conf"
    configuration.write_text("<fontconfig></fontconfig>")
    done = subprocess.run(
        [sys.executable, "-c", REPORT],
        env={**os.environ, "FONTCONFIG_FILE": str(configuration)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == '[["Noto Serif CJK SC", "Noto Sans CJK SC"], []]'


def test_paper_is_set_in_these_fonts_only() -> None:
    paper = render_html(sample()).partition("/* Paper.")[2]
    fonts = re.findall(r"font(?:-family)?:([^;}]*)", paper)
    assert {family for font in fonts for family in re.findall('"([^"]+)"', font)} == {*FAMILIES}
    assert all('"' in font for font in fonts)

"""What slips, editors and malice make of a text: lines and marks that are lost, doubled, moved or foreign."""

from collections.abc import Callable

from hypothesis import strategies as st

Mutation = Callable[[str], str]

FOREIGN = (
    *(
        "",
        " ",
        "\n",
        "\t",
        "\r",
        "\u3000",
        "\u200b",
        "\u2028",
        "\x00",
        "\ud7ff",
        "\ue000",
        "\ufeff",
        "😀",
        "𠀀",
    ),
    *("- ", ": ", " #", "#", "[", "]", "{", "}", '"', "'", "? ", "& ", "*a", "!!str "),
    *("|\n", ">-\n", "---\n", "...\n", "~", "null", "是", "否", "yes", "合计", "支出"),
    *("0", "-0", "-1.00", "1e9", ".5", "0.005", "１２", "1,000.00", "9" * 400, "NaN", "201", "2010301"),
    *("{{", "}}", "{%", "%}", "{# ", "{{ }}", "{{ 收入 }}", "{{ 收入.合计|万元 }}"),
    *("{{ 收入" + ".合计" * 300 + " }}", "{{ '甲' * 10**9 }}", "{% include '说明.j2' %}"),
    *(
        "{% for a in 单位 %}",
        "{% endfor %}",
        "{% if 真 %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    ),
    *("{年度}", "{序|汉字}", "《甲》", "《单位》", "沿用: shili-2024", "表式: ../x"),
    *("# reportgen: allow L201 —— 原因", "# reportgen: allow", "2023-02-30", "$(id)", "%s%n", "<b>&amp;"),
    *("[" * 60, "(" * 60, "甲" * 3000, "../" * 20),
)


def _cut(start: int, length: int) -> Mutation:
    return lambda text: text[: _at(start, text)] + text[_at(start, text) + length :]


def _put(start: int, foreign: str, length: int) -> Mutation:
    """Put something foreign into the place of some characters."""
    return lambda text: text[: _at(start, text)] + foreign + text[_at(start, text) + length :]


def _value(line: int, foreign: str) -> Mutation:
    """Put something foreign into the place of the value of a line."""

    def mutate(text: str) -> str:
        lines = text.split("\n")
        number = _at(line, lines)
        key, colon, _ = lines[number : number + 1][0].partition(": ") if lines[number:] else ("", "", "")
        return "\n".join([*lines[:number], f"{key}{colon}{foreign}", *lines[number + 1 :]])

    return mutate


def _lines(start: int, count: int, to: int, *, kept: bool) -> Mutation:
    """Move lines elsewhere, or copy them."""

    def mutate(text: str) -> str:
        lines = text.split("\n")
        first, place = _at(start, lines), _at(to, lines)
        taken = lines[first : first + count]
        rest = lines if kept else lines[:first] + lines[first + count :]
        return "\n".join([*rest[:place], *taken, *rest[place:]])

    return mutate


def _indent(line: int, blanks: int) -> Mutation:
    """Set a line in by so many blanks."""

    def mutate(text: str) -> str:
        lines = text.split("\n")
        number = _at(line, lines)
        moved = [" " * blanks + bare.lstrip() for bare in lines[number : number + 1]]
        return "\n".join([*lines[:number], *moved, *lines[number + 1 :]])

    return mutate


def _at(place: int, text: str | list[str]) -> int:
    return place % (len(text) + 1)


_places = st.integers(0, 100_000)
_few = st.integers(1, 12)
_foreign = st.sampled_from(FOREIGN) | st.text(max_size=6)
_mutations = st.one_of(
    st.builds(_cut, _places, _few),
    st.builds(_put, _places, _foreign, st.integers(0, 8)),
    st.builds(_value, _places, _foreign),
    st.builds(lambda *drawn: _lines(*drawn, kept=False), _places, _few, _places),
    st.builds(lambda *drawn: _lines(*drawn, kept=True), _places, _few, _places),
    st.builds(_indent, _places, st.integers(0, 9)),
)


def mutated(texts: tuple[str, ...]) -> st.SearchStrategy[tuple[int, str]]:
    """Draw which of *texts* is mutated, by one to ten mutations, and what it becomes."""
    several = st.lists(_mutations, min_size=1, max_size=10)
    return st.builds(_applied, st.just(texts), st.integers(0, len(texts) - 1), several)


def _applied(texts: tuple[str, ...], number: int, mutations: list[Mutation]) -> tuple[int, str]:
    text = texts[number]
    for mutate in mutations:
        text = mutate(text)
    return number, text

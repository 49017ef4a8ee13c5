"""The keys of a theme (theme.yaml), declared once; each names the field of `document.theme` it sets."""

from reportgen.document.theme import (
    Face,
    Leading,
    NumberPlace,
    Page,
    PartStart,
    Rules,
    TableStyle,
    TextStyle,
)
from reportgen.source.keys import (
    NO,
    Choice,
    Entries,
    Flag,
    Key,
    Length,
    Lengths,
    ListOf,
    Record,
    Reference,
    Text,
)

NUMBER = "{页码}"
FACES = "字体"
_MM, _POINTS = Length("毫米"), Length("磅")
_FACE = Reference(FACES)

_PAGE = Record(
    (
        Key("宽", _MM, help="纸的宽度。", example="210", attribute="width"),
        Key("高", _MM, help="纸的高度。", example="297", attribute="height"),
        Key("上", _MM, help="上边距。", example="37", attribute="top"),
        Key("右", _MM, help="右边距。", example="26", attribute="right"),
        Key("下", _MM, help="下边距。", example="35", attribute="bottom"),
        Key("左", _MM, help="左边距。", example="28", attribute="left"),
    ),
    make=Page,
)
_FACE_RECORD = Record(
    (
        Key("办公", Text(), help="写进 Word 和 Excel 的字体名。", example="仿宋_GB2312", attribute="office"),
        Key(
            "印刷",
            ListOf(Text()),
            help="PDF 依次取用的字体，用第一个装了的；前一种没有的字用后一种。",
            example="Noto Serif CJK SC",
            attribute="families",
        ),
        Key(
            "加粗",
            Flag(),
            required=False,
            default=NO,
            help="用别的字体代替时是否加粗。",
            example=NO,
            attribute="bold",
        ),
    ),
    make=Face,
)
_STYLE = Record(
    (
        Key("字体", _FACE, help="字体的名字。", example="仿宋", attribute="face"),
        Key("字号", _POINTS, help="字的大小。", example="16", attribute="size"),
        Key("行距", _POINTS, help="行距。", example="28.95", attribute="line"),
        Key(
            "段后",
            _POINTS,
            required=False,
            default="0",
            help="下面空多少。",
            example="0",
            attribute="below",
        ),
    ),
    make=TextStyle,
)
_LEADING = Record(
    (
        Key("行距", Length("倍字号"), help="行距。", example="1.35", attribute="line_height"),
        Key("上下", _POINTS, help="字的上面和下面各空多少。", example="1.5", attribute="padding"),
    ),
    make=Leading,
)
_TABLE = Record(
    (
        Key("表头", _FACE, help="表头的字体。", example="黑体", attribute="head"),
        Key("表文", _FACE, help="表文的字体。", example="宋体", attribute="text"),
        Key("字号", Lengths("磅"), help="取放得下的第一个。", example="[9, 8.5, 8, 7.5]", attribute="sizes"),
        Key("宽松", _LEADING, help="一般的行高。", attribute="loose"),
        Key("紧凑", _LEADING, help="能省下一页时的行高。", attribute="tight"),
        Key("边距", _MM, help="单元格左右各空多少。", example="1", attribute="padding"),
        Key(
            "线条",
            Choice.of(Rules),
            help="每格四周都有线，或只有上、下和表头下的线。",
            example=Rules.GRID.value,
            attribute="rules",
        ),
        Key("线宽", _POINTS, help="线的宽度。", example="0.5", attribute="rule"),
        Key(
            "续表",
            Text(),
            help='转页时表题后面加的字；写 "" 就不印表题。',
            example="（续表）",
            attribute="continued",
        ),
    ),
    make=TableStyle,
)
_STYLES = {
    "封面": ("封面各行。", "cover"),
    "封面日期": ("封面上的日期。", "cover_date"),
    "目录标题": ("目录页的标题。", "contents_title"),
    "目录一级": ("目录里的各部分。", "contents_top"),
    "目录": ("目录里的其他各行。", "contents"),
    "部分标题": ("各部分的标题。", "part_title"),
    "一级标题": ("一级标题。", "heading_1"),
    "二级标题": ("二级标题。", "heading_2"),
    "三级标题": ("三级标题。", "heading_3"),
    "正文": ("正文。", "body"),
    "表题": ("表的标题。", "table_title"),
    "表注": ("表的抬头、单位行和注。", "table_note"),
    "页码": ("页码。", "number_style"),
}

THEME = Record(
    (
        Key(
            "纸张",
            Record(
                (
                    Key("纵向", _PAGE, help="竖排的纸。", attribute="portrait"),
                    Key("横向", _PAGE, help="横排的纸。", attribute="landscape"),
                )
            ),
            help="纸的大小和边距。",
        ),
        Key(
            "部分起页",
            Choice.of(PartStart),
            help="各部分从哪一页开始；双面印刷时写单数页。",
            example=PartStart.ANY.value,
            attribute="part_start",
        ),
        Key(FACES, Entries("字体", _FACE_RECORD, "仿宋"), help="各种字体，字样和表格用它们的名字。"),
        Key(
            "字样",
            Record(tuple(Key(name, _STYLE, help=text, attribute=to) for name, (text, to) in _STYLES.items())),
            help="各种文字的字体、字号、行距。",
        ),
        Key("封面上空", _MM, help="封面第一行上面空多少。", example="50", attribute="cover_top"),
        Key("首行缩进", Length("字"), help="段落开头空多少。", example="2", attribute="first_line"),
        Key("表格", _TABLE, help="表格的样子。", attribute="table"),
        Key(
            "页码",
            Record(
                (
                    Key(
                        "样式",
                        Text(slot=NUMBER),
                        help="页码和它前后的字。",
                        example='"— {页码} —"',
                        attribute="number_around",
                    ),
                    Key(
                        "位置",
                        Choice.of(NumberPlace),
                        help="单页居右、双页居左，或居中。",
                        example=NumberPlace.OUTER.value,
                        attribute="number_place",
                    ),
                    Key(
                        "距版心",
                        _MM,
                        help="在版心下边缘之下多少。",
                        example="7",
                        attribute="number_distance",
                    ),
                )
            ),
            help="页码的样子。",
        ),
    )
)

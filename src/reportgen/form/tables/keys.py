"""The keys of tables.yaml, declared once.

Which of them a table, a block or a heading may have depends on what it is made of: there is a record for
each, of which those with the fewest exceptions are shown in the reference.
"""

from dataclasses import replace

from reportgen.document.document import LabelPlace
from reportgen.form.tables.spec import FIXED_LIST, GENERATORS, RESIDUE_POLICIES, ROUND_EACH
from reportgen.ledger.dimensions import CODES, LEVELS, PROJECT_NAME
from reportgen.money import WAN_YUAN, YUAN
from reportgen.source.keys import (
    NO,
    YES,
    AnyOf,
    Choice,
    Count,
    Entries,
    Flag,
    Key,
    ListOf,
    Other,
    Record,
    Reference,
    Text,
)

_CONDITION = Other("口径")
_SLOTS = Text(slots=True)
_HEADS, _ROWS = Other("列名的树"), Other("行名的树")

FORMAT = Record(
    (
        Key("单位", Choice((YUAN, WAN_YUAN)), required=False, help="元或万元。", example=YUAN),
        Key("小数", Count(), required=False, help="小数位数，最多 8 位。", example="2"),
        Key("零", Text(), required=False, help='零怎样印；"" 就留空。', example='"0.00"'),
        Key("千分位", Flag(), required=False, help="每三位加不加逗号。", example=YES),
        Key("去尾零", Flag(), required=False, help="去不去小数末尾的零。", example=NO),
    )
)

MEANINGS = Key(
    "口径",
    Entries("名字", _CONDITION, "合计"),
    required=False,
    help="名字是什么意思：维度和它的值。",
    example="{类别: 项目}",
)
AMOUNTS = Key("金额", FORMAT, required=False, help="金额怎样印。")
RESIDUE_NOTE = Key(
    "尾差注",
    _SLOTS,
    required=False,
    help="尾差写注明尾差时表下面的注。",
    example="注：因四舍五入，分项合计与总数可能存在尾差。",
)
REMARKS = Key(
    "尾差批注",
    Record(
        (
            Key(
                "行",
                _SLOTS,
                required=False,
                help="各行加不起来时的批注，{相加} 是各行之和。",
                example='"各行相加为 {相加}。"',
            ),
            Key(
                "列",
                _SLOTS,
                required=False,
                help="各列加不起来时的批注，{相加} 是各列之和。",
                example='"各列相加为 {相加}。"',
            ),
        )
    ),
    required=False,
    help="工作簿里，加不起来的合计的批注。",
)
_RESIDUE = Key(
    "尾差",
    Choice(RESIDUE_POLICIES),
    required=False,
    default=ROUND_EACH,
    help="各项加起来不等于合计时怎么办。",
    example=ROUND_EACH,
)
_UNIT_LINE = Key(
    "单位行",
    _SLOTS,
    required=False,
    help="表上方右边的一行，{单位} 是元或万元。",
    example='"金额单位：{单位}"',
)
_LEAD = Key("抬头", _SLOTS, required=False, help="单位行左边的字。", example='"部门名称：{部门.表内称}"')
_LABEL_PLACE = Key(
    "表号位置",
    Choice.of(LabelPlace),
    required=False,
    default=LabelPlace.BESIDE.value,
    help="表号与单位行同一行、在标题上面或下面。",
    example=LabelPlace.BESIDE.value,
)
_EMPTY_NOTE = Key(
    "空表注", _SLOTS, required=False, help="没有数的表下面的注。", example="注：本部门没有此项支出。"
)
_UNDISCLOSED_NOTE = Key(
    "未披露注",
    _SLOTS,
    required=False,
    help="台账没有写明表要的科目时，表下面的注。",
    example="注：未公开本表所需的科目。",
)
_SCOPE = Key(
    "范围",
    _CONDITION,
    required=False,
    help="表里只有哪些台账行：口径的名字或维度和它的值，可以写几个。",
    example="合计",
)
_COLUMNS = Key("列", _HEADS, help="列名的树。", example='[项目: "{标签}", 合计]')
_BODY = (
    _COLUMNS,
    Key("行", _ROWS, help="行名的树。", example="[合计]"),
    Key("底行", _ROWS, required=False, help="几栏并列时对齐在底部的行。", example="[总计]"),
)
_MERGE = Key(
    "合并",
    ListOf(_SLOTS),
    required=False,
    help="哪些列与上一行相同的不再印。",
    example="项目",
)

PANEL = Record((_SCOPE, *_BODY))
_PANELS = Key("栏", ListOf(PANEL), help="左右并列的各栏，每栏有自己的列和行。")
_BLOCK_NAME = Key("块名", _SLOTS, help="块上面的字。", example="年度绩效指标")
BLOCK = Record((_BLOCK_NAME, *_BODY, _MERGE))
BLOCK_OF_PANELS = Record((_BLOCK_NAME, _PANELS, _MERGE))
_BLOCKS = Key("块", ListOf(BLOCK), help="上下相接的各块，每块有自己的列和行，或者栏。")


def _as_above(key: Key) -> Key:
    """Return the key of a table that stands for that at the head of the file where it lacks."""
    return replace(key, default="", help=f"{key.help.removesuffix('。')}；不写就同文件开头。")


_ALL_TABLES = (
    Key("表号", _SLOTS, required=False, help="表的编号。", example="附表1"),
    _as_above(_LABEL_PLACE),
    Key("标题", _SLOTS, help="表的标题，年份写 {年度}。", example='"{年度}年支出预算表"'),
    Key("目录名", _SLOTS, required=False, help="目录里的表名；不写就是标题。", example="支出预算表"),
    Key("副题", _SLOTS, required=False, help="标题下面的一行。", example="（按功能分类）"),
    _as_above(_UNIT_LINE),
    _as_above(_LEAD),
    Key(
        "方向",
        Choice(("横", "纵", "自动")),
        required=False,
        default="自动",
        help="纸横放还是竖放。",
        example="自动",
    ),
    Key(
        "每",
        Choice((PROJECT_NAME,)),
        required=False,
        help="写“项目”时，每个有绩效目标的项目一张表。",
        example=PROJECT_NAME,
    ),
    _SCOPE,
    MEANINGS,
    AMOUNTS,
    Key(
        "字段",
        Other("列表，每项一行：名称和文字或口径"),
        required=False,
        help="表格上方的名称和值；一项是列表时同占一行。",
        example='[项目: "{项目.名称}"]',
    ),
    Key("注", ListOf(_SLOTS), required=False, help="表下面的注。", example="注：本表不含结转。"),
    _as_above(_EMPTY_NOTE),
    _as_above(_UNDISCLOSED_NOTE),
    _as_above(_RESIDUE),
    _as_above(RESIDUE_NOTE),
)
TABLE = Record((*_ALL_TABLES, *_BODY, _MERGE))
TABLE_OF_PANELS = Record((*_ALL_TABLES, _PANELS, _MERGE))
TABLE_OF_BLOCKS = Record((*_ALL_TABLES, _BLOCKS))

CONSTANT_HEADING = Record((Key("文", _SLOTS, help="文字列每一行印的字。", example='"{标签}"'),))
HEADING = Record(
    (
        Key(
            "口径",
            Reference("口径"),
            required=False,
            help="列取什么数；不写时按列名找。",
            example="合计",
        ),
        Key("列", _HEADS, required=False, help="组里的各列。", example="[小计, 人员经费]"),
        *FORMAT,
    )
)

_FILL = Key(
    "填",
    Entries("列名", _SLOTS, "项目"),
    required=False,
    help="这一行某列印的字。",
    example="合计",
)
_BENEATH = Key("行", _ROWS, required=False, help="下级的行。", example="[合计]")
ROW = Record(
    (
        Key("口径", Reference("口径"), required=False, help="行取什么数；不写时按行名找。", example="合计"),
        _FILL,
        _BENEATH,
    )
)
_ANY_GENERATOR = (
    Key("逐", Choice(GENERATORS), help="逐什么：每个有数的成员一行。", example=PROJECT_NAME),
    Key("标签", _SLOTS, required=False, help="行名怎样写。", example='"{编码}-{名称}"'),
    Key(
        "骨架",
        Reference("清单"),
        required=False,
        help="清单的名字，里面没有指标的位置也留空行。",
        example="项目指标",
    ),
    Key(
        "不列本行",
        Flag(),
        required=False,
        default=NO,
        help="只把名字交给下面的行。",
        example=NO,
    ),
    _FILL,
    _BENEATH,
)
LEVELS_KEY = Key(
    "级",
    ListOf(Choice(LEVELS)),
    required=False,
    help="列科目的哪几级。",
    example="类",
)
# What stands in a list of 清单: codes with names, or first with their second indicators.
LIST = Entries("编码", AnyOf((Text(), ListOf(Text()))))
LIST_KEY = Key("用", Reference("清单"), help="用哪个清单。", example="功能类")
GENERATOR = Record(_ANY_GENERATOR)
GENERATOR_OF_CODES = Record((*_ANY_GENERATOR, LEVELS_KEY))
GENERATOR_OF_LIST = Record((*_ANY_GENERATOR, LIST_KEY))

TABLES = Record(
    (
        MEANINGS,
        Key(
            "片段",
            Entries("片段的名字", Other("列或行的列表"), "资金列"),
            required=False,
            help="几张表共用的列或行，用的地方写《名字》。",
            example="[合计, 基本支出]",
        ),
        Key(
            "清单",
            Entries("清单的名字", Other("编码和名称，或一级指标和它的二级指标"), "功能类"),
            required=False,
            help="固定的各类。",
            example='{"201": 一般公共服务支出}',
        ),
        Key(
            "标签",
            Entries("逐什么", _SLOTS, PROJECT_NAME),
            required=False,
            help="逐项的行名怎样写。",
            example='"{编码}-{名称}"',
        ),
        AMOUNTS,
        _UNIT_LINE,
        _LEAD,
        _LABEL_PLACE,
        _EMPTY_NOTE,
        _UNDISCLOSED_NOTE,
        _RESIDUE,
        RESIDUE_NOTE,
        REMARKS,
        Key("表", Entries("表的键", TABLE, "支出表"), help="各表。"),
    )
)

AFTER, BEFORE, ADD, DROP, CHANGE, TO = "在后", "在前", "加", "删", "换", "为"
EDIT_COLUMNS, EDIT_ROWS, EDIT_PIECES, REMOVED = "改列", "改行", "改片段", "去掉"
_NEW = Other("列、行，或它们的列表")


def _named(name: str, text: str) -> Key:
    return Key(name, Text(), help=text, example="合计")


ADD_AFTER = Record(
    (_named(AFTER, "加在哪一列、哪一行的后面。"), Key(ADD, _NEW, help="加什么。", example="单位资金"))
)
ADD_BEFORE = Record(
    (_named(BEFORE, "加在哪一列、哪一行的前面。"), Key(ADD, _NEW, help="加什么。", example="单位资金"))
)
DROP_ONE = Record((_named(DROP, "删去哪一列、哪一行。"),))
CHANGE_ONE = Record(
    (_named(CHANGE, "换掉哪一列、哪一行。"), Key(TO, _NEW, help="换成什么。", example="项目支出"))
)
VERBS = (ADD_AFTER, ADD_BEFORE, CHANGE_ONE, DROP_ONE)
_EDITS = ListOf(Other("改动，见下"))
_DROPPED = "{删: 合计}"
# What only a form that extends another may write: of a table, and at the head of the file.
TABLE_EDITS = Record(
    (
        Key(AFTER, Reference("表"), required=False, help="这张表排在哪张表后面。", example="支出表"),
        Key(BEFORE, Reference("表"), required=False, help="这张表排在哪张表前面。", example="支出表"),
        Key(EDIT_COLUMNS, _EDITS, required=False, help="改沿用的列。", example=_DROPPED),
        Key(EDIT_ROWS, _EDITS, required=False, help="改沿用的行和底行。", example=_DROPPED),
        Key(
            REMOVED,
            ListOf(Text()),
            required=False,
            help="这张表里沿用的哪些键不要。",
            example="范围",
        ),
    )
)
FORM_EDITS = Record(
    (
        Key(
            EDIT_PIECES,
            Entries("片段的名字", _EDITS, "资金列"),
            required=False,
            help="改沿用的片段，用到它的表都跟着改。",
            example=_DROPPED,
        ),
    )
)


def generator(over: str) -> Record:
    """Return which keys a generator over *over* may have."""
    return GENERATOR_OF_CODES if over in CODES else GENERATOR_OF_LIST if over == FIXED_LIST else GENERATOR

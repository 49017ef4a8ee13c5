"""The keys of profile.yaml and glossary.yaml, and of what the package lays beneath, declared once."""

from reportgen.form.tables.keys import AMOUNTS, MEANINGS, REMARKS, RESIDUE_NOTE
from reportgen.ledger.catalogue import KEY as FACTS
from reportgen.money import WAN_YUAN, YUAN
from reportgen.source.keys import (
    NO,
    YES,
    Amount,
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

EXTENDS = "沿用"
NO_CHART = Choice(("不画",))
_TEXT = Text(expressions=True)
_TABLES = ListOf(Reference("表"))
_ZEROS = Choice(("去", "留"))

_HEADINGS = Key(
    "标题",
    ListOf(Text()),
    required=False,
    help="一、二、三级标题序号的样子，“一”是汉字，“1”是阿拉伯数字。",
    example="[一、, （一）, 1、]",
)
_ITEMS = Key("条目", ListOf(Text()), required=False, help="一、二级条目序号的样子。", example="[1、, （1）]")
PART_NUMBERING = Record((_HEADINGS, _ITEMS))
NUMBERING = Record(
    (
        Key("部分", Text(), help="各部分序号的样子。", example="第一部分"),
        _HEADINGS,
        _ITEMS,
        Key("附表", Text(), help="目录里各表序号的样子。", example="一、"),
    )
)

PART = Record(
    (
        Key("标题", _TEXT, help="部分的标题。", example='"{{ 部门.自称 }}概况"'),
        Key(
            "序号",
            Text(),
            required=False,
            help='取代编号；"" 就没有编号，不占别的部分的号。',
            example="附件：",
        ),
        Key("正文", Text(), required=False, help="这一部分的文字模板。", example="概况.j2"),
        Key("附表", _TABLES, required=False, help="这一部分的各表。", example="支出表"),
        Key(
            "列表",
            _TABLES,
            required=False,
            help="目录里列在这一部分、实际排在最后的表。",
            example="支出表",
        ),
        Key(
            "标题入目录",
            Flag(),
            required=False,
            default=NO,
            help="一级标题列不列入目录。",
            example=NO,
        ),
        Key("表目", Flag(), required=False, default=YES, help="标题下面列不列表名。", example=YES),
        Key("编号", PART_NUMBERING, required=False, help="这一部分自己的编号。"),
    )
)

_DIRECTIONS = {
    "增额": ("金额增加时的字样。", "增加"),
    "减额": ("金额减少时的字样。", "减少"),
    "增率": ("增加时，比率前面的字样。", "增长"),
    "减率": ("减少时，比率前面的字样。", "下降"),
}
DIRECTION = Record(
    tuple(
        Key(name, Text(), required=False, help=text, example=word)
        for name, (text, word) in _DIRECTIONS.items()
    )
)
DEFAULT_DIRECTION = Record(
    tuple(Key(name, Text(), help=text, example=word) for name, (text, word) in _DIRECTIONS.items())
)
DEFAULT = "默认"
WORDS = Record(
    (
        Key("金额尾零", _ZEROS, required=False, help="去：354.6；留：354.60。", example="去"),
        Key("占比小数", Count(), required=False, help="比重的小数位数。", example="2"),
        Key("变动率小数", Count(), required=False, help="增减率的小数位数。", example="1"),
        Key("变动率尾零", _ZEROS, required=False, help="增减率的尾零。", example="留"),
        Key(
            "方向",
            Record(
                (
                    Key(
                        DEFAULT,
                        DEFAULT_DIRECTION,
                        required=False,
                        help="别的都不合时用；别的没有写的字样也从这里取。",
                    ),
                ),
                others=Entries("指标名的开头", DIRECTION, "收入"),
            ),
            required=False,
            help="增减的字样；指标名的开头最长的优先。",
        ),
        Key("持平", Text(), required=False, help="不增不减时的字样。", example="持平"),
        Key(
            "持平写原因",
            Choice(("写", "不写")),
            required=False,
            help="不增不减而台账写了原因时，印不印原因。",
            example="不写",
        ),
        Key("原因", Text(), required=False, help="原因前面的连接词，连同标点。", example="。主要原因："),
        Key("短原因", Text(), required=False, help="句子里原因前面的连接词。", example="，主要原因是"),
        Key("列举尾", Text(), required=False, help="列举不止一个时加在后面的字。", example="等"),
    ),
    others=Entries("模板用的词", Text(), "行政单位"),
)

CHART = Record(
    (
        Key("标题", _TEXT, help="图的标题。", example='"{{ 年度 }}年支出"'),
        Key("分列", Text(), required=False, help="逐项画的指标；写了就可以不写各项。", example="支出.类"),
        Key(
            "各项",
            Entries("图上的名称", Text(), "人员经费"),
            instead="分列",
            help="各条的名称和指标；分列画不成时也画它。",
            example="支出.人员经费",
        ),
        Key("比上年", Flag(), required=False, default=NO, help="每项旁边加不加上年的一条。", example=YES),
    )
)
CHARTS = Record(
    (
        Key("标题", Text(), help="图的总标题。", example="图示"),
        Key("单位", Choice((WAN_YUAN, YUAN)), help="图上金额的单位。", example=WAN_YUAN),
        Key("本年", _TEXT, help="本年各条的名称。", example='"{{ 年度 }}年"'),
        Key("上年", _TEXT, help="上年各条的名称。", example='"{{ 上年 }}年"'),
        Key(
            "图",
            Entries("图的名字", AnyOf((CHART, NO_CHART)), "人员经费"),
            required=False,
            help="各个图；写“不画”是去掉同名的图。",
        ),
    )
)

_PAGE_WORDS = {
    "跳到正文": "给读屏软件的第一个链接。",
    "本表链接": "表题旁边的链接的名称。",
    "数值": "图下面的数值表的名称。",
    "项目": "数值表第一栏的栏名。",
    "算式": "算式窗口的名称。",
    "台账行数": "算式里，台账行数前面的字。",
    "没有台账": "算式里，台账没有这一项时的字。",
    "台账位置": "核对用的网页里，台账行号前面的字。",
    "模板位置": "核对用的网页里，模板行号前面的字。",
    "回到开头": "回到开头的链接。",
    "变动": "算式里怎样说增减额。",
    "变动率": "算式里怎样说增减率。",
    "占比": "算式里怎样说比重。",
    "门槛": "算式里怎样说门槛。",
    "账": "算式里怎样说账。",
}
PAGE_WORDS = Record(
    tuple(Key(name, Text(), required=False, help=text, example=name) for name, text in _PAGE_WORDS.items())
)

PROFILE = Record(
    (
        Key(
            EXTENDS,
            Reference("表式"),
            required=False,
            help="沿用哪个表式；沿用的不必再写。",
        ),
        Key("地区", Text(), help="表式适用的地区。", example="shili"),
        Key("年度", Count(), help="表式适用的年度。", example="2024"),
        Key("标题", _TEXT, help="文件的标题。", example='"{{ 部门.全称 }}{{ 年度 }}年部门预算"'),
        Key("封面", ListOf(_TEXT), required=False, help="封面的各行。", example='"{{ 部门.全称 }}"'),
        Key(
            "封面日期",
            Flag(),
            required=False,
            default=YES,
            help="台账的日期印不印在封面上。",
            example=YES,
        ),
        Key("目录", Text(), required=False, help="目录页的标题；不写就没有目录。", example="目录"),
        Key("部分", ListOf(PART), help="文件的各部分，按印出的顺序。"),
        Key(
            "附录标题",
            _TEXT,
            required=False,
            help="排在最后的表前面的一页标题。",
            example="附件",
        ),
        Key("附录", _TABLES, required=False, help="排在最后、不入目录的表。", example="支出表"),
        Key(
            "落款",
            ListOf(_TEXT),
            required=False,
            help="正文末尾靠右的各行；台账没有写日期时不印。",
            example='"{{ 日期|日期 }}"',
        ),
        Key(
            "项目说明数",
            Count(),
            required=False,
            help="至少要说明几个项目；不写的，说明项目的表式至少要一个。",
            example="2",
        ),
        Key("编号", NUMBERING, help="序号的样子。"),
        Key("词", WORDS, required=False, help="措辞。"),
        Key("图示", AnyOf((CHARTS, NO_CHART)), required=False, help="网页上的图；写“不画”就没有图。"),
        Key("网页", PAGE_WORDS, required=False, help="网页自己的话。"),
        Key(
            FACTS,
            Entries("指标的名称", Other("维度和它的值，以及分列、另列、称"), "办公用钱"),
            required=False,
            help="表式自己的指标。",
            example="{账: 支出, 资金来源: 一般公共预算}",
        ),
        Key(
            "门槛",
            Entries("设备的种类", Amount(), "通用设备"),
            required=False,
            help="法定的金额界限，以元为单位。",
            example="500000.00",
        ),
    )
)

GLOSSARY = Record(
    (
        Key(
            "名词",
            ListOf(
                Record(
                    (
                        Key(
                            "科目",
                            Text(slots=True),
                            required=False,
                            help="台账用到的每个项级科目一条，名词写成这个样子。",
                            example='"{类}（类）{款}（款）{项}（项）"',
                        ),
                        Key("名", Text(), instead="科目", help="名词。", example="财政拨款收入"),
                        Key("义", Text(), instead="科目", help="解释。", example="指财政当年拨付的资金。"),
                    )
                )
            ),
            help="名词解释，按印出的顺序。",
        ),
        Key(
            "释义来源",
            ListOf(Text()),
            required=False,
            help="科目的定义优先采用哪些文件里的。",
            example="2024年政府收支分类科目",
        ),
    )
)

# What the package lays beneath every form.
BASE = Record((MEANINGS, AMOUNTS, RESIDUE_NOTE, REMARKS, *(PROFILE[name] for name in ("词", "图示", "网页"))))

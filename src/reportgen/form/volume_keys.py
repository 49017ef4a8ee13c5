"""The keys of a volume (volume.yaml), declared once: its own, and those of its tables."""

from reportgen.form.tables.keys import TABLES
from reportgen.source.keys import Entries, Key, ListOf, Record, Text

REGIONS = "地区名"
_SLOTS = Text(slots=True)
_NAMED = '"{地区}{年度}年部门预算公开汇编"'

VOLUME = Record(
    (
        Key(
            REGIONS,
            Entries("地区", Text(), "shili"),
            help="地区的名称。",
            example="示例市示例区",
        ),
        Key("标题", _SLOTS, help="文件的标题，可以写 {地区}、{年度}。", example=_NAMED),
        Key("封面", ListOf(_SLOTS), help="封面的各行。", example=_NAMED),
        Key("目录", _SLOTS, help="目录页的标题。", example="目录"),
        Key("汇总表", _SLOTS, help="目录里汇总表的标题。", example="部门预算汇总表"),
        Key("各部门", _SLOTS, help="目录里各部门的标题。", example="各部门预算"),
        Key("未公开", Text(), help="部门没有公开一张表要的科目时，代替它的数。", example="未公开"),
        Key(
            "未公开注",
            _SLOTS,
            help="这时表下面的注，{部门} 是这些部门的名称。",
            example='"注：{部门}没有公开本表所需的科目。"',
        ),
        *TABLES,
    )
)

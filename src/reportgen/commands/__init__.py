"""One command a module or folder: from what a user asked for to files and messages.

Each has a click command (`build.command`, `volume.command.command`) and the functions that do its work.
Only commands print, exit and write; they may use every other room, and no other room knows them.
"""

# What `reportgen --help` says of each command; the modules are imported only when they are run.
COMMANDS = {
    "build": "生成文件；有错误的台账不生成，原有文件不动。",
    "check": "检查台账，一次列出所有问题。",
    "proof": "对样：把以前的版本和现在的文件逐页比较，画出不同之处；不写台账就比较所有有变动的。",
    "volume": "把一个地区一年（budgets/地区/年度）的台账装订成一册 PDF，并生成汇总表；有一份有错误就不生成。",
}

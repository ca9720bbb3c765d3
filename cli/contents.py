"""The list of all commands and the help that shows it, as plain data.

It imports nothing, so that ``--help`` costs little more than starting Python.
"""

PROGRAM = "python main.py"

#: Section → (command, ``module:attribute`` in cli.commands, what it is for).
SECTIONS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "计划和任务",
        (
            ("import", "importing:import_file", "导入配档表（Word、Excel、CSV或文字）"),
            ("plans", "plans:plans", "列出、发布、撤回计划"),
            ("tasks", "tasks:tasks", "列出任务"),
            ("task", "task:task", "手工加一项，或改一项的名称、单位、牵头"),
            ("overdue", "overdue:overdue", "逾期清单，可存成 xlsx、docx、csv、html"),
            ("coverage", "coverage:coverage", "工作要点和配档表对照：有没有漏列的"),
            ("next-year", "next_year:next_year", "由一份计划生成下一年的配档表草案"),
            ("why", "why:why", "一项任务某一天为什么发了、为什么没发"),
        ),
    ),
    (
        "提醒和发信",
        (
            ("tick", "passes:tick", "按某一天该提醒的，生成并发出一次"),
            ("deliver", "passes:deliver", "只发正在等待的信"),
            ("rehearse", "rehearse:rehearse", "预演：某几天会发哪些信，不存也不发"),
            ("pause-sending", "sending:pause_sending", "全部暂停发信"),
            ("resume-sending", "sending:resume_sending", "恢复发信"),
            ("mail", "sending:mail", "发一封测试信"),
        ),
    ),
    (
        "办理和核发",
        (
            ("complete", "acting:complete", "代单位报完成"),
            ("close", "acting:close", "销号（办结）"),
            ("return", "acting:return_", "退办"),
            ("notices", "letters:notices", "列出通知，--held 只列待核发的催办通知单"),
            ("release", "letters:release", "核发催办通知单"),
            ("hold", "letters:hold", "暂缓一封催办通知单"),
            ("handover", "handover:handover", "邮件送不到的单位：打印送达单，记送达"),
        ),
    ),
    (
        "单位和人员",
        (
            ("offices", "offices:offices", "导入、导出、列出单位名录"),
            ("link", "offices:link", "打印一个单位的办理链接"),
            ("user", "users:user", "加登录用户，重设口令，停用"),
        ),
    ),
    (
        "运行和维护",
        (
            ("run", "serving:run", "空库先装入示例，再启动网页和定时发信"),
            ("serve", "serving:serve", "启动网页和定时发信"),
            ("worker", "worker:worker", "集群模式的发信进程（以后提供）"),
            ("check", "check:check", "检查有没有要处理的问题"),
            ("config", "upkeep:config", "列出全部设置、现在的值和出处"),
            ("migrate", "upkeep:migrate", "把数据库升级到这个版本"),
            ("backup", "upkeep:backup", "备份数据库"),
            ("restore", "upkeep:restore", "恢复备份（恢复后先暂停发信）"),
            ("workdays", "workdays:workdays", "查看、修改工作日"),
            ("audit", "upkeep:audit", "列出操作记录"),
            ("example", "example:example", "清除示例数据"),
        ),
    ),
)

_OPENING = f"""\
督办：把重点工作配档表变成提醒、催办和台账。

用法：{PROGRAM} 命令 [参数] [选项]
每个命令怎么用：{PROGRAM} 命令 --help

第一次使用：
  {PROGRAM} offices import 单位名录.xlsx      录入单位和邮箱
  {PROGRAM} import 配档表.docx --dry-run      先试读，看看读得对不对
  {PROGRAM} import 配档表.docx                导入并发布
  {PROGRAM} user add 督办员 --role supervisor   加一个督办员
  {PROGRAM} serve                             启动网页和定时发信
"""


def overview() -> str:
    """Return the help of the whole program."""
    lines = [_OPENING]
    for heading, commands in SECTIONS:
        lines.append(f"{heading}：")
        lines += [f"  {name:<15} {purpose}" for name, _, purpose in commands]
        lines.append("")
    return "\n".join(lines)

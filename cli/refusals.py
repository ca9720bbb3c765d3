"""What is wrong with a command line, in Chinese. It prints nothing."""

import click

_BARE = {"Missing command.": "缺少命令。"}


def words(error: click.ClickException) -> str:
    """Return one Chinese sentence for an error of the command line."""
    match error:
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}{_nearest(error.possibilities)}"
        case click.exceptions.NoSuchCommand():
            return f"没有命令 {error.command_name}{_nearest(error.possibilities)}"
        case click.MissingParameter():
            return f"缺少{_name(error.param)}。"
        case click.BadParameter():
            return f"{_name(error.param)}：{error.message}"
        case click.BadOptionUsage():
            return _bad_option(error)
        case _:
            return _BARE.get(error.message, error.message)


def _nearest(names: list[str] | None) -> str:
    return f"，是不是 {'、'.join(names)}？" if names else "。"


def _name(param: click.Parameter | None) -> str:
    if isinstance(param, click.Option):
        return f"选项 {max(param.opts, key=len)}"
    return f"参数“{param.metavar or param.name}”" if param is not None else "参数"


def _bad_option(error: click.BadOptionUsage) -> str:
    params = error.ctx.command.params if error.ctx else []
    option = next((p for p in params if error.option_name in p.opts), None)
    if isinstance(option, click.Option) and option.is_flag:
        return f"选项 {error.option_name} 后面不用写值。"
    return f"选项 {error.option_name} 后面要写一个值。"

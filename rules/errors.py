"""The errors every folder may raise; the docstring of a class is its default message."""


class DubanError(Exception):
    """操作没有完成。"""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or type(self).__doc__ or "")

    @property
    def message(self) -> str:
        """The sentence to show to a person, in Chinese."""
        return str(self)


class RuleError(DubanError):
    """这一步现在不能做。"""


class ConfigError(DubanError):
    """配置有问题，程序没有启动。"""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("；".join(f"{key}：{text}" for key, text in self.problems.items()))


class InputError(DubanError):
    """给出的内容不能用，没有存下任何内容。"""


class NotFoundError(DubanError):
    """没有找到。"""


class BusyError(DubanError):
    """另一个督办程序正在发信，这次没有运行。"""

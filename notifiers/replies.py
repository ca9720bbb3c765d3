"""What an SMTP relay's answer means for the message, apart from any connection.

Must not talk to anybody.
"""

import re
import ssl

from notifiers.base import (
    CLOSING,
    AuthenticationRefusedError,
    ChannelDownError,
    DeliveryError,
    PermanentError,
    SenderRefusedError,
    TransientError,
)

#: Answers that concern our own account, so that every further message would meet them too.
_LOGIN_CODES = frozenset({530, 534, 535, 538})
#: At MAIL these concern the size of the message; every other 5xx there concerns our own address.
_TOO_BIG = frozenset({523, 552})
#: So do answers with these enhanced codes (RFC 3463) or words. 超过 alone is as often said of a rate.
_OF_SIZE = re.compile(
    r"(?<![\d.])5\.(?:3\.4|2\.3)(?![\d.])|\bsize\b|\btoo (?:big|large)\b|过大|太大|大小|附件", re.IGNORECASE
)


def is_refusal(code: int) -> bool:
    """Whether an answer is a readable no: now (4xx) or for good (5xx)."""
    return code // 100 in (4, 5)


def refusal(code: int, message: str, *, stage: str) -> DeliveryError:
    """Return what a 4xx or 5xx answer to a message means at a stage."""
    text = words(message)
    return _kind(code, text, stage)(text, code=code, stage=stage)


def _kind(code: int, text: str, stage: str) -> type[DeliveryError]:
    if code in _LOGIN_CODES:
        return AuthenticationRefusedError
    if code < 500:
        return ChannelDownError if code == CLOSING else TransientError
    is_size = code in _TOO_BIG or bool(_OF_SIZE.search(text))
    return SenderRefusedError if stage == "mail" and not is_size else PermanentError


def connect_failure(error: Exception, *, login: bool) -> ChannelDownError:
    """Return what a failure before the first message means; ``login``: it was the answer to AUTH."""
    code = getattr(error, "code", None)
    if isinstance(code, int) and is_refusal(code):
        ours = code in _LOGIN_CODES or (login and code >= 500)
        return (AuthenticationRefusedError if ours else ChannelDownError)(reason(error), code=code)
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in (error, error.__cause__)):
        return ChannelDownError(f"邮件服务器的证书没有通过核对，没有发送：{reason(error)}")
    return ChannelDownError(f"连不上邮件服务器：{reason(error)}")


def reason(error: Exception) -> str:
    """Return the words of an exception, or its name when it has none."""
    message = getattr(error, "message", None)
    return words(message if isinstance(message, str) else str(error)) or type(error).__name__


def words(message: str) -> str:
    """Return an answer as text; some relays answer in GB 18030, which arrives here as escaped octets."""
    octets = message.encode("utf-8", "surrogateescape")
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets.decode("gb18030", "replace")

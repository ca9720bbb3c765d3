"""Signs that look like Chinese characters and are none: PDF printers write them, copied text holds them."""

import re
import unicodedata

_FOUND = re.compile("[\u2e80-\u2fd5]")
# Radicals of their own block that are whole characters; Unicode folds only those of the Kangxi block.
_SUPPLEMENT = dict(
    zip(
        "⺁⺄⺊⺒⺓⺟⺠⺧⺩⺪⺬⺮⺶⺻⺼⺽⻁⻄⻅⻆⻉⻋⻑⻓⻔⻕⻗⻘⻙⻚⻛⻜⻝⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "厂乙卜巳幺母民牛王疋示竹羊聿月臼虎西见角贝车長长门阜雨青韦页风飞食首马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
_CHARACTERS = str.maketrans(
    {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | _SUPPLEMENT
)


def real_characters(text: str) -> str:
    """Return a text with the characters that its look-alikes stand for."""
    return text.translate(_CHARACTERS) if _FOUND.search(text) else text

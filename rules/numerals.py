"""Bring the words of a time phrase into one plain form: digits, signs, characters, blanks.

It knows nothing of dates beyond the units that may follow a number, and decides nothing.
"""

import re
import unicodedata

_UNITS = {"十": 10, "百": 100}
_DIGITS = {
    **dict(zip("〇零一二三四五六七八九", (0, 0, *range(1, 10)), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
    "○": 0,
    "O": 0,
    "两": 2,
}
_NUMERAL_RUN = re.compile(rf"[{''.join(_DIGITS)}十百廿卅0-9]+")
_LONGEST_NUMERAL = 8

#: A number means a time when a unit follows, at once or after the other numbers of its list.
_LEADS_TO_UNIT = re.compile(
    rf"(?:[-~、,/至到和及]第?[{''.join(_DIGITS)}十廿卅0-9]{{1,4}}){{0,3}}(?:年|月|日|号|季|周|个|天|星期|学期|工作日|小时)"
)

_SIMPLIFIED = str.maketrans(
    "週學開號間後內長續適時擇機條準發國慶節個從結終處兩雙單暫預計數貳參陸於每實現臨應際廣畢業當來歲與舊曆農陰陽勞動會議",
    "周学开号间后内长续适时择机条准发国庆节个从结终处两双单暂预计数贰叁陆于每实现临应际广毕业当来岁与旧历农阴阳劳动会议",
)
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‐‑−﹣", "-"),
        **dict.fromkeys("–—―─━~～〜∼→⁓", "~"),
        **dict.fromkeys("﹑､", "、"),
        **dict.fromkeys("［【〔〈﹝{[", "("),
        **dict.fromkeys("］】〕〉﹞}]", ")"),
        **dict.fromkeys("“”‘’\"'`「」『』《》*＊\u200b\u200c\u200d\u2060\ufeff\u00ad", None),
        "。": ";",
        "丨": "|",
    }
)
_CLOCK = re.compile(
    r"(?:T|\s)?(?:上午|下午|中午|晚上?|早上?)?\s?"
    r"(?:[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?|(?<![0-9])[0-2]?[0-9][时点](?:[0-5]?[0-9]分|半|整)?|下班)"
    r"(?:Z|\+0[0-9]:?00)?(?:之前|以前|前)?"
)
_ROMAN_QUARTER = re.compile(r"(?<![A-Za-z])(?:IV|I{1,3})(?=季)")
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}
#: March '25, before the sign is lost.
_SHORT_YEAR = re.compile(r"(?<=[A-Za-z.])\s?['’‘]([0-9]{2})(?![0-9])")
_BLANK = re.compile(r"\s+")
_BLANK_BETWEEN_NUMBERS = re.compile(r"(?<=[0-9]) (?=[0-9])")


def folded(words: str) -> str:
    """Return words with half-width signs, simplified characters and single blanks, without times of day."""
    words = _SHORT_YEAR.sub(r" 20\1", unicodedata.normalize("NFKC", words))
    text = words.translate(_SIGNS).translate(_SIMPLIFIED)
    text = _BLANK.sub(" ", text).strip()
    return _CLOCK.sub(" ", text).strip()


def plain(text: str) -> str:
    """Return folded words with Arabic digits and without blanks; numbers side by side become a list."""
    text = _BLANK_BETWEEN_NUMBERS.sub("、", _BLANK.sub(" ", text)).replace(" ", "")
    text = _ROMAN_QUARTER.sub(lambda found: _ROMAN[found[0]], text)
    return _NUMERAL_RUN.sub(_as_digits, text.replace("元月", "1月"))


def _as_digits(match: re.Match[str]) -> str:
    """Replace a Chinese number that leads to a unit of time; leave 五一, 周五 and 一次 alone."""
    run = match.group()
    before = match.string[max(0, match.start() - 1) : match.start()]
    if run.isdigit() and run.isascii():
        return run
    if len(run) > _LONGEST_NUMERAL or before in ("周", "期", "拜"):
        return run
    if before == "每" or _LEADS_TO_UNIT.match(match.string, match.end()):
        return _value(run)
    return run


def _value(run: str) -> str:
    """Return 二十五 as 25, 二〇二四 as 2024, 三四 as 3、4; unchanged when it is no number."""
    run = run.replace("廿", "二十").replace("卅", "三十")
    if "十" not in run and "百" not in run:
        return _by_place(run)
    total, digit = 0, None
    for sign in run:
        if sign in _UNITS:
            total += _UNITS[sign] * (1 if digit is None else digit)
            digit = None
        elif digit is None or digit == 0:
            digit = _DIGITS.get(sign, int(sign) if sign.isascii() else 0)
        else:
            return run
    return str(total + (digit or 0))


def _by_place(run: str) -> str:
    """Return 二〇二四 as 2024; two numbers that follow one another (三四月) become a list."""
    digits = "".join(sign if sign.isascii() else str(_DIGITS[sign]) for sign in run)
    if len(digits) == 2 and run.isalpha() and int(digits[1]) == int(digits[0]) + 1:
        return f"{digits[0]}、{digits[1]}"
    return digits

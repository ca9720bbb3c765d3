"""Write a number in one of Word's forms: 3 is 三, （三） has 三 in it, ③, C, iii, 丙."""

_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_COUNTED = {
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "koreanCounting",
}  # fmt: skip
_RUNS = {
    "ideographTraditional": _STEMS,
    "ideographZodiac": _BRANCHES,
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}


def number_words(number: int, form: str) -> str:
    """Return a number in a form of Word; a form or a number that is not known is written in digits."""
    run = _RUNS.get(form, "")
    if 0 < number <= len(run):
        return run[number - 1]
    if form in _COUNTED:
        return _counted(number, _DIGITS, "十百千")
    if form == "chineseLegalSimplified":
        return _counted(number, _LEGAL_DIGITS, "拾佰仟")
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if form.endswith("Letter") and 0 < number <= 26 * 20:
        letters = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form.startswith("upper") else letters
    if form.endswith("Roman") and 0 < number < 4000:
        return _roman(number).upper() if form.startswith("upper") else _roman(number)
    if form.startswith("decimalFullWidth"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _counted(number: int, digits: str, tens: str) -> str:
    """Count as in speech: 一, 十, 十一, 二十, 一百零五."""
    if not 0 < number < 10_000:
        return str(number)
    words = ""
    for power, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit != "0":
            words += digits[int(digit)] + (tens[power - 1] if power else "")
        elif words and not words.endswith("零"):
            words += "零"
    words = words.rstrip("零") if number % 10 == 0 else words
    return words[1:] if tens[0] == "十" and 10 <= number < 20 else words


def _roman(number: int) -> str:
    words = ""
    for weight, sign in _ROMAN:
        words += sign * (number // weight)
        number %= weight
    return words

"""Characters by what they are drawn like."""

import unicodedata

# Letters of other alphabets drawn as Latin ones: a part of Unicode Technical Standard 39, confusables.txt.
ALIKE = {
    pair[0]: pair[1]
    for pair in (
        "аa вb еe ёe кk мm нh оo рp сc тt уy хx іi їi јj ѕs ԁd һh ԛq ԝw ӏl гr пn αa βb εe ηn ιi κk "
        "νv οo ρp τt υu χx γy ωw ıi łl øo đd ŧt ħh ɡg"
    ).split()
}
UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # shown as nothing, though no Cf or Mn
DIGITS = str.maketrans("013457", "oieast")  # where they stand among letters: «c4s1n0»
LINES = str.maketrans({"0": "o", "1": "l", "i": "l"})
PAIRS = (("rn", "m"), ("vv", "w"))


def folded_char(char: str) -> str:
    """What a character counts as: nothing, itself, or what it is drawn like. «ñ» is a letter."""
    if char in "ñÑ":
        return "ñ"
    if char in UNSEEN:
        return ""
    plain = unicodedata.normalize("NFKD", char).casefold()
    seen = (c for c in plain if unicodedata.category(c) not in ("Mn", "Cf", "Me"))
    return "".join(ALIKE.get(c, c) for c in seen)


def skeleton(text: str, keep: str = "", *, spelt: bool = False) -> str:
    """What texts that would be taken for one another at a glance have in common, as UTS 39 has it.

    Case, accents, spaces and punctuation do not count, but for what is to be kept; nor l, I and 1, O and 0,
    rn and m, vv and w. `spelt`: digits are read as the letters that they are written for.
    """
    folded = "".join(map(folded_char, unicodedata.normalize("NFC", text))).replace("ñ", "n")
    plain = "".join(char for char in folded if char.isalnum() or char in keep)
    plain = (plain.translate(DIGITS) if spelt else plain).translate(LINES)
    for pair, one in PAIRS:
        plain = plain.replace(pair, one)
    return plain

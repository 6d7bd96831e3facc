"""Common names in Arabic script as they are spelt here. Letter by letter they would lose their vowels: عمر, mr, a title."""

_NAMES = """
عمر omar|محمد muhammad|احمد ahmed|محمود mahmoud|حسن hassan|حسين hussein|علي ali|يوسف yusuf|ابراهيم ibrahim|اسماعيل ismail
خالد khalid|مصطفي mustafa|عثمان osman|بلال bilal|حمزه hamza|ادم adam|ياسين yasin|زكريا zakaria|سليمان suleiman|داود dawood
موسي musa|عيسي isa|يحيي yahya|ايوب ayub|اسامه osama|طارق tariq|سعيد said|صالح salih|جمال jamal|كريم karim
عبدالله abdullah|عبدالرحمن abdulrahman|عبدالعزيز abdulaziz|عبدالقادر abdulqadir|عبدالكريم abdulkarim|عبدالرحيم abdulrahim
عبدالسلام abdulsalam|عبدالحميد abdulhamid|انس anas|زيد zaid|امير amir|سمير samir|نبيل nabil|فيصل faisal|وليد walid|رشيد rashid
مريم maryam|فاطمه fatima|عائشه aisha|عايشه aisha|خديجه khadija|زينب zainab|حليمه halima|امينه amina|سميه sumaya|اسماء asma
ساره sarah|هاجر hajar|سلمي salma|ليلي layla|نور nur|هدي huda|رقيه ruqayya|حفصه hafsa|حوا hawa|ايمان iman
سعاد suad|نعيمه naima|كلثوم kulthum|جميله jamila|نادره nadira|رحمه rahma|يسري yusra|صفيه safiya|دنيا dunya|ياسمين yasmin
"""
_ALIKE = str.maketrans({
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ۀ": "ه", "ک": "ك", "ـ": None,
    # Vowel signs, which are hardly ever written.
    **{chr(sign): None for sign in (*range(0x64B, 0x653), 0x670)},
})  # fmt: skip
LATIN: dict[str, str] = dict(entry.split() for entry in _NAMES.replace("\n", "|").split("|") if entry)


def spelt_here(text: str) -> str:
    """The text with each name of the list in Latin letters, servants of God written apart or together."""
    words = text.translate(_ALIKE).replace("عبد ال", "عبدال").split()
    return " ".join(LATIN.get(word, word) for word in words) if any(word in LATIN for word in words) else text

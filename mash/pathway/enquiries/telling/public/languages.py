"""How to get help, in the ten other languages that most people in England and Wales speak (Census 2021)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """A line in a language: its tag, its own name, which way it is written."""

    tag: str
    name: str
    line: str
    direction: str = "ltr"


LANGUAGES: tuple[Language, ...] = (
    Language("pl", "Polski", "Jeśli ktoś jest w niebezpieczeństwie, zadzwoń pod 999. Możesz poprosić o tłumacza."),
    Language("ro", "Română", "Dacă cineva este în pericol, sunați la 999. Puteți cere un interpret."),
    Language("pa", "ਪੰਜਾਬੀ", "ਜੇ ਕੋਈ ਖ਼ਤਰੇ ਵਿੱਚ ਹੈ, ਤਾਂ 999 'ਤੇ ਫ਼ੋਨ ਕਰੋ। ਤੁਸੀਂ ਦੁਭਾਸ਼ੀਆ ਮੰਗ ਸਕਦੇ ਹੋ।"),
    Language("ur", "اردو", "اگر کوئی خطرے میں ہے تو 999 پر فون کریں۔ آپ مترجم مانگ سکتے ہیں۔", "rtl"),
    Language("pt", "Português", "Se alguém estiver em perigo, ligue para o 999. Pode pedir um intérprete."),
    Language("es", "Español", "Si alguien está en peligro, llame al 999. Puede pedir un intérprete."),
    Language("ar", "العربية", "إذا كان أحد في خطر، اتصل بالرقم 999. يمكنك أن تطلب مترجمًا.", "rtl"),
    Language("bn", "বাংলা", "কেউ বিপদে থাকলে 999 নম্বরে ফোন করুন। আপনি দোভাষী চাইতে পারেন।"),
    Language("gu", "ગુજરાતી", "જો કોઈ જોખમમાં હોય, તો 999 પર ફોન કરો. તમે દુભાષિયા માગી શકો છો."),
    Language("it", "Italiano", "Se qualcuno è in pericolo, chiami il 999. Può chiedere un interprete."),
)

"""How old somebody must be to read a page with ease: Flesch and Kincaid's grade, plus the five years before school."""

from __future__ import annotations

import re
from html.parser import HTMLParser

BEFORE_SCHOOL_YEARS = 5
BLOCKS = {
    "p",
    "li",
    "option",
    "h1",
    "h2",
    "h3",
    "label",
    "legend",
    "dt",
    "dd",
    "button",
    "div",
    "section",
    "nav",
    "strong",
    "br",
}
EMPTY = {"input", "br", "meta", "link"}
UNREAD = {"script", "style", "title", "head", "textarea", "header", "kbd"}
WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
SENTENCE_END = re.compile(r"[.!?:;]+\s|\n")
# Names, and what is no text.
NO_WORDS = {"Tamarshire", "Port", "Ellery", "OpenMASH"}


class Reader(HTMLParser):
    """The sentences of a page in English, one to a line; a heading, a label or a button is a sentence too."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self._unread: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = dict(attributes)
        if tag in BLOCKS and not self._unread:
            self.text += "\n"
        is_foreign = tag == "p" and told.get("lang", "en") != "en"
        is_unread = tag in UNREAD or is_foreign or told.get("aria-hidden") == "true"
        if (self._unread or is_unread) and tag not in EMPTY:
            self._unread.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._unread:
            if tag == self._unread[-1]:
                self._unread.pop()
        elif tag in BLOCKS:
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.text += re.sub(r"\s+", " ", data)


FEWEST_WORDS = 4  # labels and buttons would make every page look easy


def sentences(html: str) -> list[list[str]]:
    """The words of each sentence of a page."""
    found = (
        [word for word in WORD.findall(sentence) if word not in NO_WORDS]
        for sentence in SENTENCE_END.split(Reader(html).text)
    )
    return [words for words in found if words]


def reading_age(html: str) -> float:
    """In years."""
    read = [sentence for sentence in sentences(html) if len(sentence) >= FEWEST_WORDS]
    words = [word for sentence in read for word in sentence]
    grade = 0.39 * len(words) / len(read) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return grade + BEFORE_SCHOOL_YEARS


def syllables(word: str) -> int:
    """How many syllables a word has, as its letters tell: groups of vowels, without a silent end."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    plain = re.sub(r"(?<=[^aeiouyl])e$|(?<=[^aeioutd])ed$|(?<=[^aeiousxz])es$|(?<=[aeiou])e$", "", plain)
    return max(1, len(re.findall(r"[aeiouy]+", plain)))

"""A person is found by name, and an ordinary word is not taken for one."""

import pytest

from mash.foundation.spotting import find_name, mask, parse_name, third_parties_in


def found(text, *names, **how):
    return [text[span.start : span.end] for span in find_name(text, names, **how)]


@pytest.mark.rule(67)
@pytest.mark.parametrize(
    "written",
    [
        "Ottoline Quaverley",
        "ottoline quaverley",
        "OTTOLINE QUAVERLEY",
        "O. Quaverley",
        "O Quaverley",
        "Quaverley, Ottoline",
        "Mrs Quaverley",
        "Quaverley",
        "quaverley's",
        "the Quaverleys",
        "Tilly Quaverley",
        "Ottoline Jane Quaverley",
        "Quaverly",
        "Qu\u0430verley",
        "Quaver\u200bley",
        "Q u a v e r l e y",
    ],
)
def test_a_family_name_is_found_in_every_way_of_writing_it(written):
    assert found(f"It was {written} who rang.", "Ottoline Quaverley")


def test_a_name_is_taken_whole():
    assert found("Told by Mrs Ottoline J. Quaverley today", "Ottoline Quaverley") == ["Mrs Ottoline J. Quaverley"]
    assert (
        mask("Ask Quaverley, Ottoline.", find_name("Ask Quaverley, Ottoline.", "Ottoline Quaverley"))
        == "Ask [withheld]."
    )


@pytest.mark.parametrize("clean", ["a quaver of the voice", "Otto came", "unquaverleyed", "The line is quavering"])
def test_a_name_is_not_found_inside_other_words(clean):
    assert found(clean, "Ottoline Quaverley") == []


def test_a_family_name_that_is_an_ordinary_word_must_be_written_as_a_name():
    assert found("Young people came to the young mum.", "Matilda Young") == []
    assert found("We saw the Young family.", "Matilda Young") == ["Young"]
    assert found("we saw tilly young.", "Matilda Young") == ["tilly young"]
    assert found("it was mr young", "Matilda Young") == ["mr young"]


def test_a_given_name_counts_alone_only_when_asked():
    assert found("Casper was there.", "Casper") == []
    assert found("Casper was there.", "Casper", alone=True) == ["Casper"]
    assert found("Caz was there.", "Casper", alone=True) == ["Caz"]
    assert found("Will you come? May I?", "Will May", alone=True) == []
    assert found("grace was said; then Grace came", "Grace", alone=True) == ["Grace"]


def test_a_family_name_that_others_have_needs_the_given_name():
    assert found("Isolde Testerby and her son", "June Testerby", shared=["Isolde Testerby"]) == []
    assert found("J. Testerby rang", "June Testerby", shared=["Isolde Testerby"]) == ["J. Testerby"]
    assert found("June Testerby-Loom", "June Testerby-Loom", shared=["Isolde Testerby"]) == ["June Testerby-Loom"]


def test_each_half_of_a_double_barrelled_name_counts():
    assert found("the Testerby boy", "Rowan Testerby-Loom") == ["Testerby"]


def test_a_name_is_taken_apart():
    assert parse_name("Dr Ottoline M. Quaverley").family == ("quaverley",)
    assert parse_name("Quaverley, Ottoline").given == ("ottoline",)
    assert parse_name("Mrs Quaverley").family == ("quaverley",)
    assert parse_name("Casper").given == ("casper",)
    assert parse_name("").family == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Karl Brandt was seen with her.", ("Karl Brandt",)),
        ("Yesterday Jolene Adeyemi-Cole came.", ("Jolene Adeyemi Cole",)),
        ("He lives with his uncle Dorian.", ("Dorian",)),
        ("Reported by Mrs Peel and PC Oakes.", ("Peel", "Oakes")),
        ("A man called Brandt has the keys.", ("Brandt",)),
        ("Grace Young has the keys.", ("Grace Young",)),
        ("He met Tyler outside.", ("Tyler",)),
        ("Isolde Testerby and Caz were there with Karl Brandt.", ("Karl Brandt",)),
    ],
)
def test_people_named_in_a_text_are_noticed(text, names):
    assert third_parties_in(text, ["Isolde Testerby", "Casper"]) == names


@pytest.mark.parametrize(
    "text",
    [
        "Two domestic callouts in January; nobody was hurt.",
        "Seen at Tamar Bridge Primary and St Mary's Hospital.",
        "Children's Social Care and the Police agreed. Operation Kestrel is closed.",
        "Child Protection Plan ended. Early Help offered.",
        "Isolde was at Gannetmere Rise on Monday.",
        "The Deputy Head rang. Health Visitor saw both.",
        "She has had three GPs since May.",
        "Rowan Testerby was well.",
    ],
)
def test_organisations_streets_and_known_people_are_no_third_parties(text):
    assert third_parties_in(text, ["Isolde Testerby", "Rowan Testerby"]) == ()

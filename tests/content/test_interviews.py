"""The interview scripts ask what the chapter asks, in words of their own, and claim nothing new."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from prepapp.core.card import Card, Deck, Point, RedFlag, Script, ScriptQuestion
from tests.content.numbers import card_numbers, claimed_numbers

PARTS = ("problem", "idea", "evidence", "limits", "next")
WHEN = {"weak", "strong", "flag", "time"}


def script(deck: Deck, interview: str) -> Script:
    """The script of a format."""
    found = deck.script(interview)
    assert found is not None, interview
    return found


def asked(deck: Deck) -> Iterator[ScriptQuestion]:
    """Every question of every script."""
    return (question for script in deck.scripts for question in script.questions)


def card_of(question: ScriptQuestion, deck: Deck) -> Card:
    """The card that a question is about."""
    return next(card for card in deck.cards if card.id == question.card)


def plain(text: str) -> str:
    """A text as terms are looked for: marks of Markdown and case aside."""
    return re.sub(r"[*`]", "", text).lower()


def test_every_format_has_its_script(resnet: Deck) -> None:
    assert {each.interview for each in resnet.scripts} == {
        "opening",
        "short",
        "quickfire",
        "talk",
        "discussion",
    }
    assert all(each.minutes for each in resnet.scripts)


def test_ids_are_unique_over_cards_and_scripts(resnet: Deck) -> None:
    ids = Counter(card.id for card in resnet.cards)
    ids += Counter(question.id for question in asked(resnet))
    ids += Counter(statement.id for statement in resnet.statements)
    assert [name for name, times in ids.items() if times > 1] == []


def test_review_never_shows_these_wordings(resnet: Deck) -> None:
    shown = {plain(text) for card in resnet.cards for text in (card.title, card.question)}
    shown |= {plain(each.question) for card in resnet.cards for each in card.follow_ups}
    wordings = Counter(plain(question.wording) for question in asked(resnet))
    wordings += Counter(plain(each.question) for question in asked(resnet) for each in question.follow_ups)
    assert [text for text in wordings if text in shown] == []
    assert [text for text, times in wordings.items() if times > 1] == []


def test_quickfire_asks_the_cheat_sheet(resnet: Deck) -> None:
    questions = script(resnet, "quickfire").questions
    assert [question.card for question in questions] == [f"rn-{n:03}" for n in range(1, 11)]
    assert {question.target_s for question in questions} == {90}


def test_the_opening_has_a_variant_for_each_profile_and_one_scene(resnet: Deck) -> None:
    questions = script(resnet, "opening").questions
    variants = [question.profiles for question in questions if question.profiles]
    assert variants == [(profile.id,) for profile in resnet.profiles]
    scene = tuple(question for question in questions if not question.profiles)
    assert [question.card for question in scene] == ["rn-001", "rn-003", "rn-024"]
    assert questions[-len(scene) :] == scene


def test_the_short_interview_takes_eight_minutes(resnet: Deck) -> None:
    questions = script(resnet, "short").questions
    assert len(questions) == 6
    assert 420 <= sum(question.target_s for question in questions) <= 540


def test_the_talk_has_five_parts_in_each_length(resnet: Deck) -> None:
    questions = script(resnet, "talk").questions
    assert [(each.length, each.part) for each in questions] == [
        (length, part) for length in (1, 5, 20) for part in PARTS
    ]
    seconds: Counter[int | None] = Counter()
    for each in questions:
        seconds[each.length] += each.target_s
    assert seconds == {1: 60, 5: 300, 20: 1200}
    assert all(each.points for each in questions)


@pytest.mark.parametrize("profile", ["vision", "llm", "research"])
def test_a_discussion_has_enough_for_every_profile(resnet: Deck, profile: str) -> None:
    pool = [
        each for each in script(resnet, "discussion").questions if profile in (each.profiles or (profile,))
    ]
    assert len(pool) >= 8
    assert sum(each.target_s for each in pool) >= 1200


def test_the_discussion_goes_to_the_whiteboard(resnet: Deck) -> None:
    drawn = {
        card_of(each, resnet).checks[each.check - 1].type
        for each in script(resnet, "discussion").questions
        if each.check is not None
    }
    assert drawn == {"derivation", "drawing", "code"}


def test_the_discussion_branches_on_every_condition(resnet: Deck) -> None:
    for each in script(resnet, "discussion").questions:
        assert {follow_up.when for follow_up in each.follow_ups} == WHEN, each.id


def test_statements_of_each_verdict(resnet: Deck) -> None:
    verdicts = Counter(each.verdict for each in resnet.statements)
    assert set(verdicts) == {"true", "false", "only-if"}
    assert min(verdicts.values()) >= 8


def test_a_conditional_statement_begins_with_its_condition(resnet: Deck) -> None:
    for each in resnet.statements:
        assert each.answer.startswith("Only if ") == (each.verdict == "only-if"), each.id


def test_an_answer_has_at_most_three_musts(resnet: Deck) -> None:
    assert [each.id for each in asked(resnet) if sum(point.must for point in each.points) > 3] == []


def test_a_red_flag_gets_the_next_question(resnet: Deck) -> None:
    flags = [(each.id, flag) for each in asked(resnet) for flag in each.red_flags]
    assert flags
    assert [(name, flag.text) for name, flag in flags if not flag.why.endswith("?")] == []


def test_points_and_flags_are_found_by_their_own_terms(resnet: Deck) -> None:
    for each in asked(resnet):
        items: list[Point | RedFlag] = [*each.points, *each.red_flags]
        for item in items:
            assert len(item.terms) >= 3, item.text
            assert any(plain(term) in plain(item.text) for term in item.terms), item.text


def test_a_right_answer_holds_no_red_flag(resnet: Deck) -> None:
    for each in asked(resnet):
        right = [plain(text) for text in spoken(each, card_of(each, resnet))]
        for term in (term for flag in each.red_flags for term in flag.terms):
            assert [text for text in right if plain(term) in text] == [], f"{each.id}: {term}"


def spoken(question: ScriptQuestion, card: Card) -> Iterator[str]:
    """What a question and its card hold to be right, in sentences."""
    yield from (card.answer, card.say)
    for source in (question, card):
        yield from (point.text for point in source.points)
        yield from (follow_up.answer for follow_up in source.follow_ups)


def test_every_number_is_claimed_by_the_questions_card(resnet: Deck) -> None:
    """A talk goes beyond one card, so there any claim of the deck will do."""
    claimed = {card.id: claimed_numbers(card) for card in resnet.cards}
    whole = frozenset().union(*claimed.values())
    talk = {each.id for each in script(resnet, "talk").questions}
    texts = [(each.id, each.card, as_card(each)) for each in asked(resnet)]
    texts += [
        (each.id, each.card, Card(each.id, "d", each.text, "s", 0, "r", answer=each.answer))
        for each in resnet.statements
    ]
    assert [
        f"{name}: {found} in “{around}”"
        for name, card, text in texts
        for found, around in card_numbers(text)
        if found not in (whole if name in talk or card is None else claimed[card])
    ] == []


def as_card(question: ScriptQuestion) -> Card:
    """A question's texts as those of a card."""
    return Card(
        question.id,
        "d",
        question.wording,
        "s",
        0,
        "r",
        question=question.scene,
        say=question.say,
        points=question.points,
        red_flags=question.red_flags,
        follow_ups=question.follow_ups,
    )

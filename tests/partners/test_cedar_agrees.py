"""A second engine as referee: Cedar, with the same agreements as policies, must give the same answers."""

from benchmarks.access_decision import AGENCIES, cedar_world, cedars, ours, questions, viewer_of


def test_cedar_gives_the_same_answer_to_every_question_of_a_small_partnership():
    asked = questions()
    own = ours(asked, {agency: viewer_of(agency) for agency in range(AGENCIES)})
    assert own == cedars(asked, *cedar_world())
    assert 1_000 < sum(own) < len(asked) / 2

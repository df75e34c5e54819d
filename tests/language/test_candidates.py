import itertools

from hypothesis import given
from hypothesis import strategies as st

from extract.language.candidates import Candidate, longest, vote

CANDIDATES = st.lists(
    st.builds(
        lambda start, length, label, score: Candidate(start, start + length, label, "lexicon", score),
        st.integers(0, 30),
        st.integers(1, 6),
        st.sampled_from(["GENE", "CHEMICAL", "DISEASE"]),
        st.floats(0.1, 5),
    ),
    max_size=25,
)


@given(CANDIDATES)
def test_longest_leaves_no_overlap_and_no_gap(candidates):
    kept = longest(candidates)
    assert all(a.end <= b.start for a, b in itertools.pairwise(kept))
    for candidate in candidates:
        rivals = [k for k in kept if k.start < candidate.end and candidate.start < k.end]
        assert rivals
        assert candidate in kept or max(k.end - k.start for k in rivals) >= candidate.end - candidate.start


@given(CANDIDATES)
def test_one_vote_for_each_stretch(candidates):
    voted = vote(candidates)
    assert {(c.start, c.end) for c in voted} == {(c.start, c.end) for c in candidates}
    assert len(voted) == len({(c.start, c.end) for c in voted})


def test_support_adds_up():
    rivals = [
        Candidate(0, 1, "GENE", "lexicon", 1.2),
        Candidate(0, 1, "CHEMICAL", "model", 1.4),
        Candidate(0, 1, "GENE", "model", 1.0),
    ]
    assert vote(rivals)[0].label == "GENE"

import pytest

from extract.export.hgvs import hgvs


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("EGFR T790M", "EGFR:p.Thr790Met"),
        ("p.V600E", "p.Val600Glu"),
        ("TP53 R213*", "TP53:p.Arg213Ter"),
        ("APC K1462fs", "APC:p.Lys1462fs"),
        ("KIT W557_K558del", "KIT:p.Trp557_Lys558del"),
        ("EGFR exon 19 deletion", None),
        ("EML4::ALK", None),
        ("rs121913279", None),
        ("BRAF mutation", None),
        ("KIT W557_558del", None),
    ],
)
def test_changes_of_amino_acids(name, wanted):
    assert hgvs(name) == wanted

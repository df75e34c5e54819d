import extract


def test_every_public_name_is_there_and_listed():
    assert sorted(extract.__all__) == sorted(["__version__", *extract._LAZY])
    assert all(getattr(extract, name) is not None for name in extract.__all__)

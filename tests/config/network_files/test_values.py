"""Single values of a network file."""

import pycountry

from config.network_files import values


def test_the_codes_of_two_letters_are_those_of_the_standard() -> None:
    standard = {each.alpha_2 for each in pycountry.languages if hasattr(each, "alpha_2")}

    assert standard == values._TWO_LETTERS

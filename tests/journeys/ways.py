"""The ways in which every door is gone through, and where each is shown.

| door         | by hand, in every way                | by keyboard alone, in every way           | axe        |
|--------------|--------------------------------------|-------------------------------------------|------------|
| public       | `test_public_door`: tells, saves,    | `test_public_door`: told by keyboard      | every page |
|              | comes back, sends                    |                                           | and way    |
| professional | `test_professional_door`: tells part | `test_professional_door`: every part by   | the same   |
|              | by part                              | keyboard, the guide beside it             |            |
| call screen  | `test_call`: a call is taken, and    | `test_call`: named, found, confirmed and  | the same   |
|              | somebody is found who is known       | received by keyboard                      |            |

Every way is a window of a phone or of a desk, with or without JavaScript. axe looks at each page once in each window,
at those without JavaScript too (`window.py`), and `test_every_page.py` at every page of the hub. With `MASH_PICTURES`
naming a folder, each of these pages is kept there as a picture.
"""

from __future__ import annotations

import pytest

WAYS = {
    "a phone": (True, True),
    "a phone without script": (True, False),
    "a desk": (False, True),
    "a desk without script": (False, False),
}
every_way = pytest.mark.parametrize(("phone", "script"), WAYS.values(), ids=WAYS.keys())

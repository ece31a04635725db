import pytest
from shangliang.modules.outcomes.tests import given
pytestmark = pytest.mark.django_db
def test_it(world):
    f = given.published(world)
    assert given.again(f).told == 2

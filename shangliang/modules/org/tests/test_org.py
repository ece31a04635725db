import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from shangliang.modules.org import queries, services
from shangliang.modules.org.models import Unit


def test_units_get_places_under_their_parent(world):
    town = world.units["liudi"]
    one = services.add(
        town, name="柳堤镇堤南村", short="堤南村", code="liudi-nan", level="village", kind="place"
    )
    two = services.add(
        town, name="柳堤镇堤北村", short="堤北村", code="liudi-bei", level="village", kind="place"
    )
    assert one.path.startswith(town.path) and len(one.path) == len(town.path) + 4
    assert int(two.path[-4:-1]) == int(one.path[-4:-1]) + 1


def test_a_code_is_given_once(world):
    with pytest.raises(ValidationError):
        services.add(world.units["liudi"], name="又一个", code="liudi-dong", level="village", kind="place")


def test_the_table_refuses_a_path_of_another_form(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(name="坏", short="坏", code="bad", path="1.2.", level="town", kind="place")


def test_below_and_above_are_ranges_of_the_tree(world, django_assert_num_queries):
    county = world.units["lanxi"]
    with django_assert_num_queries(1):
        found = {u.code for u in queries.below(county.path)}
    assert {"lanxi", "liudi", "liudi-dong", "shiqiao-wenhua"} <= found and "qingshi" not in found
    assert [u.code for u in queries.above(world.units["liudi-dong"].path)] == [
        "yunchuan",
        "lanxi",
        "liudi",
        "liudi-dong",
    ]


def test_fields_brands_and_departments_belong_to_the_root(world):
    housing = queries.fields(world.units["lanxi"].path).get(name="城乡建设")
    assert housing.department == world.units["d-housing"]
    assert world.units["d-housing"] in queries.departments("001.001.")
    brands = {b.name: b.parent for b in queries.brands("001.")}
    assert str(brands["澜溪夜话"]) == "有事多商量·云商量"
    assert queries.unit("yunchuan") in queries.places("001.")

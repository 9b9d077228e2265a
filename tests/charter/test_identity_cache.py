"""What is made from an object is made once, and never handed to another object."""

from tocsin.charter.identity_cache import cached_by_identity


def test_equal_objects_are_not_one_object():
    made = []

    @cached_by_identity()
    def count_items(items):
        made.append(items)
        return len(items)

    first, second = [1, 2], [1, 2]
    assert [count_items(one) for one in (first, second, first, second)] == [2, 2, 2, 2]
    assert len(made) == 2


def test_no_more_is_kept_than_was_allowed_and_no_identity_is_given_to_another():
    @cached_by_identity(most=3)
    def tell_text(holder):
        return holder[0]

    assert [tell_text([n]) for n in range(50)] == list(range(50))

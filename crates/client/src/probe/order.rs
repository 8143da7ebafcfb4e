/// Puts things into order in place, equals staying as they were: by insertion, as there are tens of them. The standard
/// library's sorts are made for many more, and each use of them costs a page some 3 KB.
pub(super) fn put_in_order<T>(things: &mut [T], is_before: impl Fn(&T, &T) -> bool) {
    for end in 1..things.len() {
        let mut place = end;
        while let Some([before, this]) = things.get(place.wrapping_sub(1)..=place)
            && is_before(this, before)
        {
            things.swap(place - 1, place);
            place -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_order_is_the_standard_librarys(things in prop::collection::vec((0_u8..8, any::<u8>()), 0..40)) {
            let mut expected = things.clone();
            expected.sort_by_key(|it| it.0);
            let mut found = things;
            put_in_order(&mut found, |one, other| one.0 < other.0);
            prop_assert_eq!(found, expected);
        }
    }
}

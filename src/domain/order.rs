//! Putting records in order.
//!
//! The standard sort is built anew for each kind of record and each key, some nine kilobytes every time: with forty of
//! them it was the largest single thing in the program. Here the places are sorted, by the one sort of numbers, and
//! the records are moved once each, which also suits records of a few hundred bytes better.

use std::cmp::Ordering;

/// Sorts records by a key; equal ones stay in the order they came in.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut [T], mut key: impl FnMut(&T) -> K) {
    sort_by(items, |one, other| key(one).cmp(&key(other)));
}

/// Sorts records as `compare` has it; equal ones stay in the order they came in.
pub(crate) fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut ranks = ranks(items.len(), &mut |one, other| {
        compare(&items[one], &items[other])
    });
    for place in 0..items.len() {
        while ranks[place] != place {
            let rank = ranks[place];
            items.swap(place, rank);
            ranks.swap(place, rank);
        }
    }
}

/// Where each of `count` items belongs.
fn ranks(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|one, other| compare(*one, *other));
    let mut ranks = vec![0; count];
    for (rank, place) in places.into_iter().enumerate() {
        ranks[place] = rank;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{sort_by, sort_by_key};

    proptest! {
        #[test]
        fn as_the_standard_sort_has_it(keys in prop::collection::vec(0_u8..9, 0..80)) {
            let mut ours: Vec<(u8, usize)> =
                keys.into_iter().enumerate().map(|(place, key)| (key, place)).collect();
            let mut theirs = ours.clone();
            sort_by_key(&mut ours, |one| one.0);
            theirs.sort_by_key(|one| one.0);
            prop_assert_eq!(&ours, &theirs);
            sort_by(&mut ours, |one, other| other.0.cmp(&one.0));
            theirs.sort_by_key(|one| std::cmp::Reverse(one.0));
            prop_assert_eq!(ours, theirs);
        }
    }
}

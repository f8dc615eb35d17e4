//! Magnitudes: promised at most once, never given back.

use super::{Checked, hold};
use crate::{
    Deed, History, Step,
    state::{Book, State, WAD},
};

fn books(state: &State) -> impl Iterator<Item = (usize, usize, &Book)> {
    let people = state.people.iter().enumerate();
    people.flat_map(|(operator, who)| {
        who.books.iter().enumerate().map(move |(strategy, book)| (operator, strategy, book))
    })
}

pub(crate) fn ordered(step: &Step<'_>, _: &History) -> Checked {
    for (operator, strategy, book) in books(step.after) {
        let (e, m) = (book.encumbered, book.max);
        hold!(e <= m && m <= WAD, "operator {operator}, strategy {strategy}: encumbered {e}, maximum {m}");
    }
    Ok(())
}

pub(crate) fn encumbered_is_what_is_promised(step: &Step<'_>, _: &History) -> Checked {
    for (operator, strategy, book) in books(step.after) {
        // What is pending comes in two ways: an increase is encumbered at once, and a decrease until it
        // is through.
        let promised: i128 =
            book.allocations.values().map(|one| i128::from(one.current) + one.pending.max(0)).sum();
        let encumbered = i128::from(book.encumbered);
        hold!(
            promised == encumbered,
            "operator {operator}, strategy {strategy}: {promised} promised, {encumbered} encumbered"
        );
    }
    Ok(())
}

pub(crate) fn never_rise(step: &Step<'_>, _: &History) -> Checked {
    for (operator, strategy, was) in books(step.before) {
        let Some(is) = step.after.people.get(operator).and_then(|who| who.books.get(strategy)) else {
            return Err(format!("operator {operator} is none any more"));
        };
        let (was, is) = (was.max, is.max);
        hold!(is <= was, "operator {operator}, strategy {strategy}: maximum {was} before, {is} now");
    }
    Ok(())
}

pub(crate) fn fall_only_by_slashes(step: &Step<'_>, _: &History) -> Checked {
    for (operator, strategy, was) in books(step.before) {
        let is = step.after.people.get(operator).and_then(|who| who.books.get(strategy));
        let slashed = match step.deed {
            Deed::Slash { operator: slashed, wads, .. } => {
                step.success && *slashed == operator && wads.iter().any(|(of, _)| *of == strategy)
            }
            _ => false,
        };
        let (was, is) = (was.max, is.map_or(was.max, |book| book.max));
        hold!(
            is == was || slashed,
            "operator {operator}, strategy {strategy}: maximum {was} before, {is} now"
        );
    }
    Ok(())
}

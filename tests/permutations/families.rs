//! Which acts are played in every order: sets picked by hand, and sets by chance.

use crate::{
    act::Act,
    judge::{Figures, play},
    orders::Spacing,
    stage::{ONE, Stage, WAD},
};
use anyhow::{Context as _, Result};
use surety_tests::twins::Dice;

/// A set of acts with a name.
pub(crate) struct Family {
    /// What the docs call it.
    pub(crate) name: &'static str,
    pub(crate) acts: Vec<Act>,
    pub(crate) spacing: Spacing,
}

fn slash(operator: usize, set: usize, parts: &[(usize, u64)]) -> Act {
    Act::Slash { operator, set, parts: parts.to_vec() }
}

const fn queue(staker: usize, strategy: usize, shares: u128) -> Act {
    Act::Queue { staker, strategy, shares }
}

const fn deposit(staker: usize, strategy: usize, amount: u128) -> Act {
    Act::Deposit { staker, strategy, amount }
}

/// The sets picked by hand.
pub(crate) fn picked() -> Vec<Family> {
    let family = |name, spacing, acts| Family { name, spacing, acts };
    vec![
        family(
            "slashes of two operators by three sets",
            Spacing::OneBlock,
            vec![
                slash(0, 0, &[(0, WAD / 3), (1, WAD / 7)]),
                slash(0, 1, &[(0, WAD - 1)]),
                slash(0, 2, &[(0, 1), (1, WAD)]),
                slash(1, 0, &[(0, WAD / 13)]),
                slash(1, 1, &[(0, WAD / 2)]),
                slash(1, 2, &[(0, WAD), (1, WAD / 17)]),
            ],
        ),
        family(
            "slashes of one operator by three sets, and exits",
            Spacing::OneBlock,
            vec![
                slash(0, 0, &[(0, WAD / 3), (1, WAD / 4)]),
                slash(0, 1, &[(0, WAD / 7 * 3)]),
                slash(0, 2, &[(0, WAD / 10)]),
                queue(0, 0, 11 * ONE + 1),
                queue(0, 1, 70 * ONE + 7),
                Act::Leave { staker: 1 },
            ],
        ),
        family(
            "slashes by one set, again and again",
            Spacing::BlockEach,
            vec![
                slash(0, 0, &[(0, WAD / 3), (1, WAD / 5)]),
                slash(0, 0, &[(0, WAD / 7), (1, 1)]),
                slash(0, 0, &[(0, WAD - 1), (1, WAD / 2)]),
                slash(0, 0, &[(1, WAD / 3)]),
                slash(0, 1, &[(0, WAD / 2)]),
                queue(0, 0, 7 * ONE + 7),
            ],
        ),
        family(
            "slashes, and deposits of who is slashed",
            Spacing::OneBlock,
            vec![
                slash(0, 0, &[(0, WAD / 3)]),
                slash(0, 1, &[(0, WAD / 2)]),
                slash(0, 2, &[(0, WAD / 10 * 9)]),
                deposit(0, 0, 17 * ONE + 1),
                deposit(1, 0, 3 * ONE),
                queue(0, 0, 20 * ONE + 9),
            ],
        ),
        family(
            "slashes, and who joins, returns and is paid",
            Spacing::BlockEach,
            vec![
                slash(0, 2, &[(0, WAD / 9), (1, WAD / 4)]),
                slash(1, 2, &[(0, WAD / 9 * 8)]),
                Act::Delegate { staker: 3, operator: 0 },
                Act::Complete { ripe: 0, as_tokens: false },
                Act::Complete { ripe: 1, as_tokens: false },
                Act::Complete { ripe: 2, as_tokens: true },
            ],
        ),
        family(
            "acts of every kind",
            Spacing::OneBlock,
            vec![
                slash(0, 0, &[(0, WAD / 3), (1, WAD / 2)]),
                slash(0, 2, &[(0, WAD / 5), (1, WAD / 3)]),
                deposit(0, 1, 5 * ONE + 3),
                queue(1, 1, ONE + 1),
                Act::Complete { ripe: 1, as_tokens: true },
                Act::Pay { slash: 0 },
            ],
        ),
    ]
}

/// Acts by chance, all of which can be done in any order.
pub(crate) fn by_chance(seed: u64) -> Result<Family> {
    let mut dice = Dice(seed);
    let acts = (0..5).map(|place| chance_act(&mut dice, place)).collect::<Result<_>>()?;
    let spacing = if dice.once_in(2) { Spacing::OneBlock } else { Spacing::BlockEach };
    Ok(Family { name: "by chance", acts, spacing })
}

/// Acts of one place differ in who acts, so that none takes away what another needs.
fn chance_act(dice: &mut Dice, place: usize) -> Result<Act> {
    let strategy = dice.below(2);
    let amount = u128::from(dice.wad()) + 1;
    let any_slash = |dice: &mut Dice| -> Result<Act> {
        let operator = dice.below(2);
        let set = dice.below(3);
        // The second set is promised strategy A only.
        let mut parts = vec![(0, dice.wad())];
        if set != 1 && dice.once_in(2) {
            parts.push((1, dice.wad()));
        }
        Ok(slash(operator, set, &parts))
    };
    match (place, dice.below(6)) {
        (0, _) => any_slash(dice),
        (_, 0..=2) => any_slash(dice),
        (_, 3) => Ok(deposit(dice.below(4), strategy, amount)),
        (1, _) => Ok(Act::Leave { staker: 1 + dice.below(2) }),
        (2, 4) => Ok(Act::Delegate { staker: 3, operator: dice.below(2) }),
        (2, _) => Ok(Act::Complete { ripe: dice.below(3), as_tokens: dice.once_in(2) }),
        _ => Ok(queue(0, strategy, amount)),
    }
}

/// How many sets by chance.
pub(crate) const CHANCES: u64 = 24;

pub(crate) fn play_picked() -> Result<Vec<(&'static str, Figures)>> {
    let mut stage = Stage::set_up()?;
    picked()
        .into_iter()
        .map(|family| {
            let figures = play(&mut stage, &family.acts, family.spacing).with_context(|| family.name)?;
            Ok((family.name, figures))
        })
        .collect()
}

pub(crate) fn play_chances() -> Result<Figures> {
    let mut stage = Stage::set_up()?;
    (0..CHANCES).try_fold(Figures::default(), |sum, seed| {
        let family = by_chance(seed)?;
        let figures = play(&mut stage, &family.acts, family.spacing)
            .with_context(|| format!("seed {seed}: {:?}", family.acts))?;
        Ok(sum.and(figures))
    })
}

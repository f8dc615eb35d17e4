//! The list: what must always hold, and where that is enforced.
//!
//! Names are those of docs/accounting.md and of the contracts' READMEs; X are those of the whole.
//! `docs/invariants.md` is generated from here, and a test fails when a place named here does not exist.

use crate::check::{magnitudes, queue, roles, shares, slashes, tokens};
use crate::invariant::{
    Invariant,
    Where::{Story, Test},
    seen, told,
};

const LIFE: &str = "crates/lives/tests/lives.rs";
const SCALING: &str = "crates/accounting/src/scaling.rs";
const BOUNDS: &str = "crates/accounting/tests/bounds.rs";
const SOLVENCY: &str = "crates/accounting/tests/solvency.rs";
const PRICE: &str = "crates/accounting/src/share_price.rs";
const SLASHING: &str = "crates/accounting/src/slashing.rs";
const LEDGER: &str = "tests/flows/delegation_ledger.rs";
const CLAIMS: &str = "tests/flows/rewards/claims.rs";
const REWARDS: &str = "tests/flows/rewards/rules.rs";
const SLASH_RULES: &str = "crates/model/tests/rules/slashing.rs";
const SIGNED: &str = "crates/model/tests/rules/signatures.rs";
const PAUSES: &str = "crates/model/tests/rules/pausing.rs";
const HOSTILE: &str = "tests/bad_input/hostile/mod.rs";
const OWNERS: &str = "crates/model/tests/rules/ownership.rs";

/// All of them.
pub const SPEC: &[Invariant] = &[
    // -- the whole
    told(
        "X-1",
        "The compiled programs and the model answer every call alike: status, return data, revert data, logs.",
        "wasm(call) = model(call)",
        &[
            Test(LIFE, "random_lives_hold"),
            Test("tests/flows/recorded.rs", "wasm_and_model_play_every_recorded_scenario_of_the_core"),
        ],
    ),
    seen(
        "X-2",
        "Tokens are neither made nor lost: what all accounts and contracts hold together stays the same. A hostile token makes or loses only what it does itself: less after a fee, more after a bonus, anything when it changes its ways, and while it has rebased a unit for each holder.",
        "Σ balanceOf = const; hostile: fee ⇒ Σ′ ≤ Σ, bonus ⇒ Σ′ ≥ Σ, rebased ⇒ |Σ′ − Σ| ≤ holders",
        tokens::conserved,
        &[],
    ),
    seen(
        "X-3",
        "A strategy can always pay: all its shares together are worth at most its tokens. Of a token that ever was hostile, they are worth at most 999 units more: what the virtual tokens stand for when it has taken value away.",
        "⌊(V + 1000) · N / (N + 1000)⌋ ≤ V; hostile: < V + 1000",
        tokens::solvent,
        &[],
    ),
    seen(
        "X-5",
        "A call that fails changes nothing that can be seen.",
        "¬success ⇒ after = before",
        tokens::a_revert_changes_nothing,
        &[],
    ),
    seen(
        "X-6",
        "Nobody gains by staking: deposits, donations, delegations, queueing and completing never raise the worth of who acts, and so no sequence of them does. A hostile token can give what it makes, and no more.",
        "tokens + worth(a + queued): after ≤ before; hostile: ≤ before + (Σ′ − Σ)",
        tokens::nobody_gains_by_staking,
        &[
            Test(BOUNDS, "a_donation_does_not_pay"),
            Test(PRICE, "round_trip_never_profits"),
            Story("tests/attacks/01-share-inflation.toml"),
        ],
    ),
    seen(
        "X-7",
        "Nobody loses by the staking of others; who is given shares has signed for them.",
        "worth of others: after ≥ before",
        tokens::nobody_loses_by_others_staking,
        &[],
    ),
    seen(
        "X-8",
        "Time alone moves nothing: no tokens, no positions, no worth of what is queued.",
        "wait ⇒ after = before",
        roles::time_moves_nothing,
        &[],
    ),
    told(
        "X-9",
        "There is a way out of every state: once the delay is over a staker leaves with everything, whatever its AVS, hook or other tokens do. What a hostile token withholds is taken as shares at once, and as tokens when it behaves.",
        "∀ state: queue all; wait W + 1; complete succeeds",
        &[
            Test(LIFE, "random_lives_hold"),
            Test(HOSTILE, "blocked_staker_takes_shares_and_other_tokens"),
            Test("tests/bad_input/hooks/mod.rs", "each_hook_blocks_what_the_table_says"),
            Story("tests/attacks/07-brick-after-full-slash.toml"),
        ],
    ),
    told(
        "X-10",
        "A batch is its sequence: completing withdrawals together leaves what completing them one after the other does.",
        "f([a, b]) = f([b]) ∘ f([a])",
        &[Test(LIFE, "random_lives_hold"), Story("tests/attacks/17-one-bad-item-in-a-batch.toml")],
    ),
    seen(
        "X-11",
        "A token that changes its ways by itself changes what is held of it, and nothing else: no shares, no stake, no other token. Every invariant that does not speak of hostile tokens holds with them as it stands.",
        "temper(t) ⇒ after = before, but for balances of t",
        tokens::a_temper_changes_its_own_token,
        &[Test(HOSTILE, "each_kind_of_token_comes_to_what_the_table_says")],
    ),
    // -- strategies
    told(
        "SV-1",
        "A round trip never profits, and (SV-4) loses less than a share's price and a unit.",
        "0 ≤ t − out < P′ + 1",
        &[
            Test(PRICE, "round_trip_never_profits"),
            Test(BOUNDS, "round_trip_loses_less_than_a_share_and_a_unit"),
        ],
    ),
    seen(
        "SV-2",
        "A strategy's price never falls, but when a hostile token changes its ways.",
        "(V′ + 1000)/(N′ + 1000) ≥ (V + 1000)/(N + 1000)",
        tokens::price_never_falls,
        &[Test(PRICE, "price_never_falls")],
    ),
    told(
        "SV-5",
        "A donation does not pay.",
        "gain < jP − (N + 1000)(P − P₀)",
        &[
            Test(BOUNDS, "a_donation_does_not_pay"),
            Story("tests/attacks/02-donation-moves-nothing-but-the-price.toml"),
        ],
    ),
    seen(
        "SV-6",
        "A strategy has at most 1e38 − 1 shares.",
        "N ≤ 1e38 − 1",
        tokens::shares_are_bounded,
        &[Test(PRICE, "minting_fails_when_the_deposit_is_too_small_or_too_large")],
    ),
    seen(
        "SV-7",
        "A deposit mints what the price before it says, and at least one share: of a hostile token for what arrived, at most for what was asked; a surplus is everybody's.",
        "n = ⌊t · (N + 1000)/(V + 1000)⌋ ≥ 1; hostile: t = min(asked, V′ − V), V = V′ − t",
        shares::a_deposit_mints_its_price,
        &[],
    ),
    // -- shares
    told(
        "DM-1",
        "A scaling factor times the slashing factor is at most one.",
        "k · f ≤ 1",
        &[Test(SCALING, "factor_times_magnitude_is_at_most_one")],
    ),
    seen(
        "DM-2",
        "Nobody can withdraw more shares than it deposited.",
        "a ≤ s",
        shares::withdrawable_within_deposits,
        &[Test(SCALING, "withdrawable_is_at_most_deposited")],
    ),
    seen(
        "DM-3",
        "A deposit adds at most itself to what can be withdrawn, and (DM-10) less than two shares per 1e18 shares held, and four, below it.",
        "a + x − (1 + f)(1 + εs′) < a′ ≤ a + x",
        shares::a_deposit_adds_itself,
        &[Test(SCALING, "increase_adds_at_most_the_added_shares"), Test(BOUNDS, "an_increase_loses_little")],
    ),
    seen(
        "DM-5",
        "Queueing keeps worth: less two shares for each entry and for what stays.",
        "a + q − 2(e + 1) ≤ a′ + q′ ≤ a + q",
        queue::queueing_keeps_worth,
        &[Test(SCALING, "queue_keeps_worth")],
    ),
    seen(
        "DM-7",
        "An operator's shares are at least the sum of what its stakers can withdraw.",
        "S ≥ Σ aᵢ",
        shares::operators_cover_stakers,
        &[Test(SLASHING, "operator_shares_cover_withdrawable_shares")],
    ),
    seen(
        "DM-12",
        "And they exceed it by no more than rounding can have left behind.",
        "S − Σ aᵢ ≤ n + Σ over past events (accounting.md, 6)",
        shares::the_gap_is_bounded,
        &[Test(SOLVENCY, "shares_cover_claims")],
    ),
    seen(
        "DM-13",
        "Only a staker's own deposits, withdrawals and departures move its deposit shares; slashes do not.",
        "s′ ≠ s ⇒ the staker acted or left",
        shares::only_stakers_move_their_deposits,
        &[],
    ),
    seen(
        "DM-14",
        "A delegation begins by the staker and ends by the staker or its operator.",
        "operator′ ≠ operator ⇒ asked by one of both",
        shares::only_the_staker_or_operator_ends_a_delegation,
        &[Story("tests/attacks/19-delegation-without-approval.toml")],
    ),
    seen(
        "SO-1",
        "Every claim is backed: what can be withdrawn, what is queued and what waits to be burned are at most the strategy's shares, but for less than one share per entry ever queued.",
        "Σ a + Σ q + B ≤ N + E",
        shares::claims_are_backed,
        &[
            Test(SOLVENCY, "shares_cover_claims"),
            Test(SOLVENCY, "rounding_in_the_queue_can_owe_a_few_units_more_than_there_are"),
        ],
    ),
    seen(
        "SO-2",
        "Before the first slash a strategy's shares are exactly what is deposited and queued.",
        "no slash ⇒ N = Σ s + Σ q",
        shares::shares_are_deposits_without_slashes,
        &[Test(SOLVENCY, "without_the_queue_shares_cover_claims_to_the_unit")],
    ),
    // -- the queue
    seen(
        "DM-8",
        "A withdrawal's worth changes only by a slash of its operator, up to the last block of its delay, and only downwards.",
        "q′ ≠ q ⇒ slash ∧ block ≤ B + W",
        queue::worth_changes_only_by_slashes_in_the_window,
        &[
            Test("crates/accounting/src/queue.rs", "slashable_exactly_until_completable"),
            Story("tests/attacks/08-exit-before-slash.toml"),
        ],
    ),
    seen(
        "DM-15",
        "Nothing leaves the queue but by completion, and that not before the delay is over.",
        "root gone ⇒ completed ∧ block > B + W",
        queue::nothing_is_paid_early,
        &[Test("crates/accounting/src/withdrawal.rs", "completable_from_the_block_after_the_delay")],
    ),
    seen(
        "DM-16",
        "A withdrawal pays what the view of the same block said, at the strategy's price. While a token is hostile the strategy gives at most that, at the price that the token tells.",
        "paid = ⌊(V + 1000) · q / (N + 1000)⌋; hostile: V − V′ ≤ it",
        queue::payment_is_what_the_view_says,
        &[],
    ),
    seen(
        "DM-17",
        "What is shown as slashable in the queue is the sum of what waits in its window, to a share per entry.",
        "Σ q ≤ shown ≤ Σ q + entries",
        queue::slashable_in_queue_is_within_what_is_queued,
        &[],
    ),
    seen(
        "DM-L4",
        "A withdrawal is in the queue once and completed once.",
        "root ∉ completed, roots differ",
        queue::roots_are_used_once,
        &[
            Test(LEDGER, "only_what_was_queued_is_completed_and_once"),
            Story("tests/attacks/21-withdraw-twice.toml"),
        ],
    ),
    // -- magnitudes
    seen(
        "AR-1",
        "Encumbered magnitude ≤ maximum magnitude ≤ 1.",
        "e ≤ m ≤ 1e18",
        magnitudes::ordered,
        &[Test(SLASHING, "slash_keeps_magnitudes_consistent")],
    ),
    seen(
        "AM-3",
        "What is encumbered is exactly what is promised to operator sets, pending increases included.",
        "e = Σ max(c, c + pending)",
        magnitudes::encumbered_is_what_is_promised,
        &[Test("crates/accounting/src/allocation/tests.rs", "encumbered_is_the_sum_of_allocations")],
    ),
    seen("AR-9", "An operator's maximum magnitude never rises.", "m′ ≤ m", magnitudes::never_rise, &[]),
    seen(
        "AR-10",
        "It falls only by a slash of that operator in that strategy.",
        "m′ ≠ m ⇒ slash",
        magnitudes::fall_only_by_slashes,
        &[],
    ),
    told(
        "AR-11",
        "Deallocations are cleared in order, up to the limit that is asked for, by anybody.",
        "queue FIFO; cleared ≤ numToClear",
        &[
            Test("tests/flows/allocations/rules.rs", "deallocation_queue_is_first_in_first_out"),
            Test(SLASH_RULES, "deallocations_are_cleared_in_order_up_to_the_limit"),
            Story("tests/attacks/16-deallocation-queue-stuck.toml"),
        ],
    ),
    told(
        "AR-12",
        "A staker has at most 32 strategies, and no list that strangers can grow stands in the way of an exit or a slash.",
        "length ≤ 32",
        &[Test(LEDGER, "strategy_list_has_32_places"), Story("tests/attacks/18-unbounded-loops.toml")],
    ),
    // -- slashes
    seen(
        "SL-5",
        "A slash takes the part of the allocation that it names, rounded up: at least one unit of anything allocated, at most all of it.",
        "m − m′ = ⌈c · w⌉",
        slashes::the_offender_loses,
        &[
            Test(SLASHING, "full_slash_takes_the_whole_allocation"),
            Story("tests/attacks/03-slash-that-rounds-to-nothing.toml"),
        ],
    ),
    seen(
        "SL-6",
        "A slash raises nobody's withdrawable shares.",
        "∀ staker: a′ ≤ a",
        slashes::nobody_gains,
        &[Test(SCALING, "slash_never_raises_withdrawable_shares")],
    ),
    seen(
        "SL-7",
        "A slash touches no other operator and no staker of another.",
        "∀ others: after = before",
        slashes::nobody_else_is_touched,
        &[Story("tests/attacks/12-over-slash-across-operators.toml")],
    ),
    seen(
        "SL-8",
        "What a slash takes is the fall of the operator's magnitude in its shares and in the queue, rounded down.",
        "taken = S − ⌈S·m′/m⌉ + q − ⌈q·m′/m⌉",
        slashes::the_loss_is_the_magnitudes,
        &[
            Test(BOUNDS, "slashed_shares_are_within_one_of_exact"),
            Test(BOUNDS, "lost_queue_shares_are_within_two_of_exact"),
        ],
    ),
    seen(
        "SL-9",
        "What a slash takes waits to be paid, under its id, to the unit.",
        "B′(set, id, strategy) = taken",
        slashes::what_is_taken_is_recorded,
        &[],
    ),
    seen(
        "SL-10",
        "A slash moves no tokens and no delegations, and waits for no stranger.",
        "balances′ = balances, N′ = N",
        slashes::no_token_moves,
        &[],
    ),
    seen(
        "SL-11",
        "A slash leaves the allocations of other sets as they were: one service cannot take what secures another.",
        "∀ other sets: c′ = c",
        slashes::other_sets_keep_their_allocations,
        &[],
    ),
    seen("SL-P1", "Slash ids of a set are 1, 2, 3, …", "count′ = count + [slash]", slashes::ids_count, &[]),
    seen(
        "SM-1",
        "Slashed shares are paid once, whole, and only by who asks for their payment.",
        "B′ ∈ {B, 0}",
        slashes::paying_pays_once,
        &[
            Test("tests/differential/slashed.rs", "wasm_and_model_agree_on_what_waits_for_payout"),
            Story("tests/attacks/25-redistribution-theft.toml"),
        ],
    ),
    seen(
        "SM-5",
        "Paying slashed shares costs nobody anything.",
        "worth′ ≥ worth",
        slashes::a_payment_costs_nobody,
        &[Story("tests/attacks/30-timing-of-a-payout.toml")],
    ),
    told(
        "AM-4",
        "The minimum slashable stake never overstates what a slash can take.",
        "stake ≤ ⌊S · c/m⌋",
        &[
            Test("crates/accounting/src/stake.rs", "stake_is_at_most_the_shares"),
            Test(BOUNDS, "stake_is_near_its_exact_part"),
        ],
    ),
    told(
        "AR-13",
        "What slashed since a change is in force cannot be changed back: a slasher, an allocation delay or a removal counts only after its delay.",
        "effect block = now + delay (+ 1)",
        &[
            Test("tests/flows/allocations/rules.rs", "slasher_changes_after_the_configuration_delay"),
            Test(SLASH_RULES, "new_slasher_is_in_force_after_the_delay"),
            Story("tests/attacks/23-allocation-delay-abuse.toml"),
        ],
    ),
    // -- rewards
    seen(
        "RW-2",
        "With honest roots no more rewards are paid than were handed in.",
        "Σ claimed ≤ Σ funded",
        tokens::rewards_paid_were_funded,
        &[],
    ),
    seen(
        "RC-3",
        "What an earner was paid of a token never falls.",
        "claimed′ ≥ claimed",
        tokens::claims_never_fall,
        &[Test(CLAIMS, "earner_is_paid_once_and_later_only_the_difference")],
    ),
    told(
        "RC-2",
        "Ends of roots ascend, and a root is disabled only before it counts.",
        "endᵢ₊₁ > endᵢ",
        &[Test(REWARDS, "roots_ascend_and_are_disabled_only_before_they_count")],
    ),
    told(
        "RW-1",
        "The protocol's fee is a fifth, rounded down.",
        "⌊amount · 2000 / 10000⌋",
        &[Test(BOUNDS, "fees_are_within_one_of_exact")],
    ),
    // -- roles
    seen(
        "RO-1",
        "What only one may do, others cannot: every attempt fails.",
        "trespass ⇒ ¬success",
        roles::trespassers_fail,
        &[
            Test(LEDGER, "restricted_functions_refuse_strangers"),
            Test(OWNERS, "owners_functions_fail_for_others"),
            Test(REWARDS, "owner_sets_and_nobody_else"),
        ],
    ),
    seen(
        "RO-2",
        "A paused door is shut.",
        "paused(bit) ⇒ ¬success",
        roles::paused_means_stopped,
        &[
            Test(PAUSES, "functions_stop_under_their_bit_and_no_other"),
            Story("tests/attacks/27-pausing-gaps.toml"),
        ],
    ),
    seen(
        "RO-3",
        "Nothing but pausing and unpausing changes paused bits.",
        "bits′ ≠ bits ⇒ pause",
        roles::pauses_change_by_pausing,
        &[Test(PAUSES, "pausing_only_sets_bits_and_unpausing_only_clears_them")],
    ),
    told(
        "RO-4",
        "Initialisers run once.",
        "initialize; initialize ⇒ fails",
        &[
            Test(OWNERS, "initializers_never_run_twice"),
            Test("tests/flows/allocations/rules.rs", "initialize_reverts_when_called_again"),
        ],
    ),
    told(
        "SM-4",
        "A signature is used once: its nonce or salt is spent before anything else happens.",
        "nonce′ = nonce + 1",
        &[
            Test(SIGNED, "signed_deposit_takes_the_callers_tokens_and_gives_the_staker_shares"),
            Test(SIGNED, "approver_must_sign_each_delegation_once"),
        ],
    ),
    told(
        "DM-L6",
        "Who writes the ledger is guarded: a token, hook or registrar that calls back is turned away or sees what is written.",
        "entered ⇒ reentry fails",
        &[
            Test(HOSTILE, "token_that_calls_back_takes_nothing_from_others"),
            Test("tests/flows/reentry.rs", "factory_lists_vaults_that_a_registrar_makes_meanwhile"),
            Test("tests/flows/task_mailbox/hostile.rs", "hook_that_comes_back_is_turned_away"),
        ],
    ),
    told(
        "KR-1",
        "A key is registered once, for ever.",
        "hash spent ⇒ spent",
        &[Test(
            "crates/model/tests/rules/keys.rs",
            "bn254_key_is_registered_with_its_own_signature_and_spent_for_ever",
        )],
    ),
    told(
        "TM-4",
        "The mailbox holds the fees of open tasks, and pays each once.",
        "Σ fees = balance",
        &[
            Test("tests/flows/task_mailbox/random.rs", "wasm_and_model_agree_on_random_lives"),
            Test("tests/flows/task_mailbox/errors.rs", "refund_is_refused_before_its_time_and_twice"),
        ],
    ),
];

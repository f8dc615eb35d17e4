//! Time: when the next block is, on L2 and on L1.
//!
//! L2 follows the clock of the machine, moved by what was asked for. L1's number follows L2's time,
//! one block each `l1_block_time` seconds, moved by what was asked for: so both can be driven
//! apart.

use std::time::{SystemTime, UNIX_EPOCH};

/// Where time stands and how it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Clock {
    /// Added to the machine's clock, seconds.
    offset: i64,
    /// Time of the next block, if it was set.
    next: Option<u64>,
    /// Seconds from block to block, if that was set.
    interval: Option<u64>,
    /// Seconds between L1 blocks; 0 if L1 only moves when it is told to.
    l1_block_time: u64,
    /// An L1 block number, and the time at which it began.
    l1_anchor: (u64, u64),
}

/// Seconds since 1970.
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

impl Clock {
    /// A clock at genesis.
    pub(crate) fn new(timestamp: u64, l1_start: u64, l1_block_time: u64) -> Self {
        let mut clock =
            Self { offset: 0, next: None, interval: None, l1_block_time, l1_anchor: (l1_start, timestamp) };
        clock.set_time(timestamp);
        clock
    }

    /// Time of a block after one at `parent`.
    pub(crate) fn peek(&self, parent: u64) -> u64 {
        self.peek_at(now(), parent)
    }

    /// The same when the machine's clock says `machine`, which may have jumped: time stands still until
    /// a clock that was put back has caught up.
    fn peek_at(&self, machine: u64, parent: u64) -> u64 {
        match (self.next, self.interval) {
            (Some(next), _) => next.max(parent),
            (None, Some(interval)) => parent.saturating_add(interval),
            (None, None) => machine.saturating_add_signed(self.offset).max(parent),
        }
    }

    /// The same, when the block is made: a time that was set is used up, and runs on from there.
    pub(crate) fn tick(&mut self, parent: u64) -> u64 {
        let time = self.peek(parent);
        if self.next.take().is_some() {
            self.set_time(time);
        }
        time
    }

    /// L1's number at a time.
    pub(crate) fn l1_number(&self, timestamp: u64) -> u64 {
        let (number, since) = self.l1_anchor;
        let passed = timestamp.saturating_sub(since).checked_div(self.l1_block_time).unwrap_or(0);
        number.saturating_add(passed)
    }

    /// Has L1 be at `number` at a time, and go on from there.
    pub(crate) const fn set_l1_number(&mut self, number: u64, timestamp: u64) {
        self.l1_anchor = (number, timestamp);
    }

    /// Has L1 be `blocks` further than it would be.
    pub(crate) fn skip_l1_blocks(&mut self, blocks: u64) {
        self.l1_anchor.0 = self.l1_anchor.0.saturating_add(blocks);
    }

    /// Seconds between L1 blocks from `timestamp` on.
    pub(crate) fn set_l1_block_time(&mut self, secs: u64, timestamp: u64) {
        self.l1_anchor = (self.l1_number(timestamp), timestamp);
        self.l1_block_time = secs;
    }

    pub(crate) const fn l1_block_time(&self) -> u64 {
        self.l1_block_time
    }

    /// Has it be `timestamp` now.
    pub(crate) fn set_time(&mut self, timestamp: u64) {
        let (now, then) = (now(), timestamp);
        self.offset = i64::try_from(i128::from(then) - i128::from(now)).unwrap_or(i64::MAX);
    }

    /// Moves time on; answers by how much it is ahead of the machine's clock, seconds.
    pub(crate) const fn increase(&mut self, secs: u64) -> i64 {
        self.offset = self.offset.saturating_add_unsigned(secs);
        if let Some(next) = &mut self.next {
            *next = next.saturating_add(secs);
        }
        self.offset
    }

    /// Sets the time of the next block.
    pub(crate) const fn set_next(&mut self, timestamp: u64) {
        self.next = Some(timestamp);
    }

    /// Sets the seconds from block to block, or lets them follow the clock.
    pub(crate) const fn set_interval(&mut self, secs: Option<u64>) {
        self.interval = secs;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_time_is_used_once_and_time_runs_on_from_it() {
        let mut clock = Clock::new(1_000, 1, 12);
        clock.set_next(5_000);
        assert_eq!(clock.tick(1_000), 5_000);
        let then = clock.tick(5_000);
        assert!((5_000..5_010).contains(&then), "{then}");
    }

    #[test]
    fn time_never_goes_back() {
        let mut clock = Clock::new(1_000, 1, 12);
        clock.set_next(10);
        assert_eq!(clock.tick(2_000), 2_000);
    }

    #[test]
    fn the_machines_clock_may_jump() {
        let mut clock = Clock::new(1_000, 7, 12);
        clock.offset = 50;
        assert_eq!(clock.peek_at(2_000, 1_000), 2_050);
        let hour_back = clock.peek_at(0, 2_050);
        assert_eq!((hour_back, clock.l1_number(hour_back)), (2_050, clock.l1_number(2_050)));
        assert_eq!(clock.peek_at(u64::MAX, 2_050), u64::MAX);
        clock.offset = -50;
        assert_eq!(clock.peek_at(10, 2_050), 2_050);
        // At the end of time nothing overflows.
        clock.increase(u64::MAX);
        clock.skip_l1_blocks(u64::MAX);
        assert_eq!((clock.peek_at(u64::MAX, u64::MAX), clock.l1_number(u64::MAX)), (u64::MAX, u64::MAX));
    }

    #[test]
    fn l1_follows_time_and_what_it_is_told() {
        let mut clock = Clock::new(1_000, 7, 12);
        assert_eq!([1_000, 1_011, 1_012, 1_036].map(|time| clock.l1_number(time)), [7, 7, 8, 10]);
        clock.skip_l1_blocks(100);
        assert_eq!(clock.l1_number(1_012), 108);
        clock.set_l1_number(50, 2_000);
        assert_eq!([1_500, 2_000, 2_012].map(|time| clock.l1_number(time)), [50, 50, 51]);
        clock.set_l1_block_time(0, 2_012);
        assert_eq!(clock.l1_number(9_999_999), 51);
    }

    #[test]
    fn an_interval_makes_times_exact() {
        let mut clock = Clock::new(1_000, 1, 12);
        clock.set_interval(Some(3));
        assert_eq!(clock.tick(1_000), 1_003);
        clock.increase(10);
        assert_eq!(clock.tick(1_003), 1_006);
    }
}

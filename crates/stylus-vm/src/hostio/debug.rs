//! Functions for debug chains: they cost nothing, and what they print is dropped.

use super::context::{Hostio, Result};

impl Hostio<'_> {
    /// Prints text; the pointer must be good.
    pub(super) fn console_text(&mut self, ptr: u32, len: u32) -> Result<()> {
        self.bytes(ptr, len).map(drop)
    }

    /// Prints a number.
    pub(super) fn console_log<T>(&mut self, _value: T) -> Result<()> {
        Ok(())
    }

    /// Prints a number and answers it.
    pub(super) fn console_tee<T>(&mut self, value: T) -> Result<T> {
        Ok(value)
    }

    /// Measures the host's own speed, which is no concern of a simulated chain.
    pub(super) fn debug_nothing(&mut self) -> Result<()> {
        Ok(())
    }
}

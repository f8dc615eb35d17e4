//! The way from a host function back to what the caller of [`Engine::run`] lent.
//!
//! The engine's stores hold data without lifetimes, and a call's surroundings are borrowed. This
//! module, and no other, takes the lifetimes away and gives shorter ones back.
//!
//! [`Engine::run`]: super::Engine::run

use std::ptr::NonNull;

use crate::{
    host::{FrameEnv, Host},
    outcome::HostioTrace,
};

/// What a call was lent for as long as it runs.
#[derive(Debug)]
pub(crate) struct World {
    host: NonNull<dyn Host>,
    trace: Option<NonNull<dyn HostioTrace>>,
    input: NonNull<[u8]>,
    env: NonNull<FrameEnv>,
}

/// The same, still with lifetimes.
pub(crate) struct Lent<'a> {
    pub(crate) host: &'a mut dyn Host,
    pub(crate) trace: Option<&'a mut dyn HostioTrace>,
    pub(crate) input: &'a [u8],
    pub(crate) env: &'a FrameEnv,
}

impl World {
    /// Forgets the lifetimes of `lent`.
    ///
    /// # Safety
    /// The result must be dropped, or never be used again, before `lent` is used in another way or
    /// its borrows end.
    #[expect(unsafe_code, reason = "the engine's stores can't hold borrows")]
    pub(crate) unsafe fn new(lent: &mut Lent<'_>) -> Self {
        let host = NonNull::from(&mut *lent.host);
        let trace = lent.trace.as_deref_mut().map(NonNull::from);
        Self {
            // SAFETY: only the lifetime of the trait object changes; the caller promises that it is
            // not outlived.
            host: unsafe { std::mem::transmute::<NonNull<dyn Host + '_>, NonNull<dyn Host>>(host) },
            // SAFETY: as above.
            trace: unsafe {
                std::mem::transmute::<Option<NonNull<dyn HostioTrace + '_>>, Option<NonNull<dyn HostioTrace>>>(
                    trace,
                )
            },
            input: NonNull::from(lent.input),
            env: NonNull::from(lent.env),
        }
    }

    /// The chain around the frame.
    #[expect(unsafe_code, reason = "the engine's stores can't hold borrows")]
    pub(crate) fn host(&mut self) -> &mut dyn Host {
        // SAFETY: by `new`'s contract the host is alive and reached through this value only, which
        // is borrowed mutably for as long as the answer lives.
        unsafe { self.host.as_mut() }
    }

    /// Who listens to host calls.
    #[expect(unsafe_code, reason = "the engine's stores can't hold borrows")]
    pub(crate) fn trace(&mut self) -> Option<&mut dyn HostioTrace> {
        // SAFETY: as for `host`.
        self.trace.as_mut().map(|trace| unsafe { trace.as_mut() as &mut dyn HostioTrace })
    }

    /// Calldata.
    #[expect(unsafe_code, reason = "the engine's stores can't hold borrows")]
    pub(crate) fn input(&self) -> &[u8] {
        // SAFETY: by `new`'s contract the bytes are alive; nobody writes to them.
        unsafe { self.input.as_ref() }
    }

    /// Surroundings of the frame.
    #[expect(unsafe_code, reason = "the engine's stores can't hold borrows")]
    pub(crate) fn env(&self) -> &FrameEnv {
        // SAFETY: by `new`'s contract the value is alive; nobody writes to it.
        unsafe { self.env.as_ref() }
    }
}

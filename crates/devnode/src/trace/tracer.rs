//! Builds the trace while the transaction runs.

use super::{CallTrace, FrameKind, FrameStatus, StylusFrame};
use crate::exec::{CallFrame, CallScheme, CreateFrame, FrameResult, Status};
use alloy_primitives::{Address, Bytes, Log, U256};

/// Collects frames.
#[derive(Debug)]
pub(crate) struct Tracer {
    /// Open frames, the innermost last.
    open: Vec<CallTrace>,
    root: Option<CallTrace>,
    hostio: bool,
}

/// A frame that begins.
#[derive(Debug)]
pub(crate) struct NewFrame {
    scheme: CallScheme,
    caller: Address,
    acting: Address,
    code_address: Address,
    value: U256,
    input: Bytes,
    gas: u64,
    is_static: bool,
    depth: usize,
}

impl NewFrame {
    pub(crate) fn of_call(frame: &CallFrame, depth: usize) -> Self {
        Self {
            scheme: frame.scheme,
            caller: frame.caller,
            acting: frame.acting,
            code_address: frame.code_address,
            value: frame.value,
            input: frame.input.clone(),
            gas: frame.gas,
            is_static: frame.is_static,
            depth,
        }
    }

    pub(crate) fn of_create(frame: &CreateFrame, depth: usize) -> Self {
        Self {
            scheme: frame.scheme(),
            caller: frame.caller,
            acting: Address::ZERO,
            code_address: Address::ZERO,
            value: frame.value,
            input: frame.init_code.clone(),
            gas: frame.gas,
            is_static: false,
            depth,
        }
    }
}

impl Tracer {
    /// A tracer; `hostio` also keeps each host call of Stylus programs.
    pub(crate) const fn new(hostio: bool) -> Self {
        Self { open: Vec::new(), root: None, hostio }
    }

    pub(crate) const fn records_hostio(&self) -> bool {
        self.hostio
    }

    pub(crate) fn enter(&mut self, frame: NewFrame) {
        let NewFrame { scheme, caller, acting, code_address, value, input, gas, is_static, depth } = frame;
        self.open.push(CallTrace {
            scheme,
            kind: FrameKind::Transfer,
            caller,
            acting,
            code_address,
            value,
            input,
            output: Bytes::new(),
            gas,
            gas_left: 0,
            refund: 0,
            is_static,
            depth,
            status: FrameStatus::Success,
            stylus: None,
            logs: Vec::new(),
            children: Vec::new(),
        });
    }

    /// Notes something about the innermost frame, which is a Stylus frame.
    pub(crate) fn stylus(&mut self, note: impl FnOnce(&mut StylusFrame)) {
        if let Some(frame) = self.open.last_mut() {
            note(frame.stylus.get_or_insert_default());
        }
    }

    /// Notes a log of the innermost frame.
    pub(crate) fn log(&mut self, log: &Log) {
        if let Some(frame) = self.open.last_mut() {
            let position = frame.children.len();
            frame.logs.push((log.clone(), position));
        }
    }

    pub(crate) fn exit(&mut self, kind: FrameKind, result: &FrameResult) {
        let Some(mut frame) = self.open.pop() else { return };
        frame.kind = kind;
        frame.gas_left = result.gas_left;
        frame.refund = result.refund;
        frame.output = result.output.clone();
        frame.status = match result.status {
            Status::Success => FrameStatus::Success,
            Status::Revert => FrameStatus::Revert,
            Status::Halt(reason) => FrameStatus::Halt(reason),
        };
        if let Some(created) = result.created {
            frame.acting = created;
            frame.code_address = created;
        }
        match self.open.last_mut() {
            Some(parent) => parent.children.push(frame),
            None => self.root = Some(frame),
        }
    }

    /// The outermost frame, when all have ended.
    pub(crate) fn finish(self) -> Option<CallTrace> {
        self.root
    }
}

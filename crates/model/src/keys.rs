//! stub
use crate::chain::{Chain, Frame};
use crate::revert::Result;
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {}
impl Chain {
    pub(crate) fn act_keys(&mut self, _: Frame, _: &[u8]) -> Result<Option<Vec<u8>>> { Ok(None) }
    pub(crate) fn view_keys(&self, _: &[u8]) -> Result<Option<Vec<u8>>> { Ok(None) }
}

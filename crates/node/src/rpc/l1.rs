//! `surety_`: what only this node has. L1's clock, and where the suite is.

use super::{Answer, Params, Rpc, RpcError, answer, params::Number};
use alloy_primitives::U64;

impl Rpc {
    pub(super) async fn surety(&self, method: &str, name: &str, params: &mut Params<'_>) -> Answer {
        let producer = &self.producer;
        match name {
            "l1BlockNumber" => answer(U64::from(self.ledger.read().head().l1_number)),
            "setL1BlockNumber" => {
                let Number(number) = params.next()?;
                producer.run(move |producer| producer.set_l1_number(number)).await??;
                answer(true)
            }
            "increaseL1BlockNumber" => {
                let Number(blocks) = params.next()?;
                answer(U64::from(producer.run(move |producer| producer.increase_l1(blocks)).await?))
            }
            "mineL1" => {
                let Number(blocks) = params.optional()?.unwrap_or(Number(1));
                answer(U64::from(producer.run(move |producer| producer.mine_l1(blocks)).await?))
            }
            "setL1BlockTime" => {
                let Number(secs) = params.next()?;
                producer.run(move |producer| producer.set_l1_block_time(secs)).await?;
                answer(true)
            }
            "accounts" => answer(self.accounts.named()),
            "directory" | "deployment" => answer(&self.directory),
            _ => Err(RpcError::no_method(method)),
        }
    }
}

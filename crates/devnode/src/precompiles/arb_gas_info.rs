//! ArbGasInfo: prices of a chain that has no L1 costs and no congestion.

use super::{
    abi::ArbGasInfo::*,
    context::{Context, Fail},
    method::{Method, Run},
};
use alloy_primitives::{Address, I256, U256};

/// Gas of writing a slot, as prices quote it.
const STORAGE_GAS: u64 = 20_000;
/// Gas each second that the chain is meant to use.
const SPEED_LIMIT: u64 = 7_000_000;
/// Gas limit of a block, and of a transaction.
const BLOCK_GAS_LIMIT: u64 = 32_000_000;
/// How slowly prices follow the backlog, and how much of it is forgiven, seconds.
const PRICING_INERTIA: u64 = 102;
const BACKLOG_TOLERANCE: u64 = 10;
/// How slowly the estimate of L1's price moves.
const L1_INERTIA: u64 = 10;

pub(super) const METHODS: &[Method] = &[
    Method::view::<getPricesInWeiWithAggregatorCall>(),
    Method::view::<getPricesInWeiCall>(),
    Method::view::<getPricesInArbGasWithAggregatorCall>(),
    Method::view::<getPricesInArbGasCall>(),
    Method::view::<getGasAccountingParamsCall>(),
    Method::view::<getMinimumGasPriceCall>(),
    Method::view::<getL1BaseFeeEstimateCall>(),
    Method::view::<getL1GasPriceEstimateCall>(),
    Method::view::<getL1BaseFeeEstimateInertiaCall>(),
    Method::view::<getL1RewardRateCall>(),
    Method::view::<getL1RewardRecipientCall>(),
    Method::view::<getCurrentTxL1GasFeesCall>(),
    Method::view::<getGasBacklogCall>(),
    Method::view::<getPricingInertiaCall>(),
    Method::view::<getGasBacklogToleranceCall>(),
    Method::view::<getL1PricingSurplusCall>(),
    Method::view::<getPerBatchGasChargeCall>(),
    Method::view::<getAmortizedCostCapBipsCall>(),
    Method::view::<getL1FeesAvailableCall>(),
    Method::view::<getMaxTxGasLimitCall>().since(50),
    Method::view::<getMaxBlockGasLimitCall>().since(50),
];

/// Methods that answer a stored figure: a number of slots read, then the figure.
macro_rules! stored {
    ($($call:ident, $slots:literal => |$context:ident| $value:expr;)*) => {$(
        impl Run for $call {
            fn run(self, $context: &mut Context<'_>) -> Result<Self::Return, Fail> {
                $context.burn_reads($slots)?;
                Ok($value)
            }
        }
    )*};
}

stored! {
    getPricesInWeiWithAggregatorCall, 2 => |context| {
        let basefee = basefee(context);
        let storage = basefee.saturating_mul(U256::from(STORAGE_GAS));
        (U256::ZERO, U256::ZERO, storage, basefee, U256::ZERO, basefee).into()
    };
    getPricesInWeiCall, 2 => |context| {
        let basefee = basefee(context);
        let storage = basefee.saturating_mul(U256::from(STORAGE_GAS));
        (U256::ZERO, U256::ZERO, storage, basefee, U256::ZERO, basefee).into()
    };
    getPricesInArbGasWithAggregatorCall, 1 => |context| {
        (U256::ZERO, U256::ZERO, U256::from(STORAGE_GAS)).into()
    };
    getPricesInArbGasCall, 1 => |context| (U256::ZERO, U256::ZERO, U256::from(STORAGE_GAS)).into();
    getGasAccountingParamsCall, 2 => |context| {
        let limit = U256::from(BLOCK_GAS_LIMIT);
        (U256::from(SPEED_LIMIT), limit, limit).into()
    };
    getMinimumGasPriceCall, 1 => |context| basefee(context);
    getL1BaseFeeEstimateCall, 1 => |context| U256::ZERO;
    getL1GasPriceEstimateCall, 1 => |context| U256::ZERO;
    getL1BaseFeeEstimateInertiaCall, 1 => |context| L1_INERTIA;
    getL1RewardRateCall, 1 => |context| 0;
    getL1RewardRecipientCall, 1 => |context| Address::ZERO;
    getCurrentTxL1GasFeesCall, 0 => |context| U256::ZERO;
    getGasBacklogCall, 1 => |context| 0;
    getPricingInertiaCall, 1 => |context| PRICING_INERTIA;
    getGasBacklogToleranceCall, 1 => |context| BACKLOG_TOLERANCE;
    getL1PricingSurplusCall, 1 => |context| I256::ZERO;
    getPerBatchGasChargeCall, 1 => |context| 0;
    getAmortizedCostCapBipsCall, 1 => |context| 0;
    getL1FeesAvailableCall, 1 => |context| U256::ZERO;
    getMaxTxGasLimitCall, 1 => |context| U256::from(BLOCK_GAS_LIMIT);
    getMaxBlockGasLimitCall, 1 => |context| BLOCK_GAS_LIMIT;
}

fn basefee(context: &Context<'_>) -> U256 {
    U256::from(context.machine.block.basefee)
}

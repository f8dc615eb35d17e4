//! Interfaces of Arbitrum's precompiles, as far as this chain answers them.

use alloy_sol_types::sol;

sol! {
    #[derive(Debug, PartialEq, Eq)]
    interface ArbWasm {
        function activateProgram(address program) external payable returns (uint16 version, uint256 dataFee);
        function codehashKeepalive(bytes32 codehash) external payable;
        function stylusVersion() external view returns (uint16 version);
        function codehashVersion(bytes32 codehash) external view returns (uint16 version);
        function codehashAsmSize(bytes32 codehash) external view returns (uint32 size);
        function programVersion(address program) external view returns (uint16 version);
        function programInitGas(address program) external view returns (uint64 gas, uint64 gasWhenCached);
        function programMemoryFootprint(address program) external view returns (uint16 footprint);
        function programTimeLeft(address program) external view returns (uint64 secs);
        function inkPrice() external view returns (uint32 price);
        function maxStackDepth() external view returns (uint32 depth);
        function freePages() external view returns (uint16 pages);
        function pageGas() external view returns (uint16 gas);
        function pageRamp() external view returns (uint64 ramp);
        function pageLimit() external view returns (uint16 limit);
        function minInitGas() external view returns (uint64 gas, uint64 cached);
        function initCostScalar() external view returns (uint64 percent);
        function expiryDays() external view returns (uint16 days_);
        function keepaliveDays() external view returns (uint16 days_);
        function blockCacheSize() external view returns (uint16 count);
        function activationGas() external view returns (uint64 gas);

        event ProgramActivated(
            bytes32 indexed codehash, bytes32 moduleHash, address program, uint256 dataFee, uint16 version
        );
        event ProgramLifetimeExtended(bytes32 indexed codehash, uint256 dataFee);

        error ProgramNotWasm();
        error ProgramNotActivated();
        error ProgramNeedsUpgrade(uint16 version, uint16 stylusVersion);
        error ProgramExpired(uint64 ageInSeconds);
        error ProgramUpToDate();
        error ProgramKeepaliveTooSoon(uint64 ageInSeconds);
        error ProgramInsufficientValue(uint256 have, uint256 want);
    }

    #[derive(Debug, PartialEq, Eq)]
    interface ArbWasmCache {
        function isCacheManager(address manager) external view returns (bool);
        function allCacheManagers() external view returns (address[] managers);
        function cacheCodehash(bytes32 codehash) external;
        function cacheProgram(address program) external;
        function evictCodehash(bytes32 codehash) external;
        function codehashIsCached(bytes32 codehash) external view returns (bool);

        event UpdateProgramCache(address indexed manager, bytes32 indexed codehash, bool cached);
    }

    #[derive(Debug, PartialEq, Eq)]
    interface ArbSys {
        function arbBlockNumber() external view returns (uint256);
        function arbBlockHash(uint256 blockNumber) external view returns (bytes32);
        function arbChainID() external view returns (uint256);
        function arbOSVersion() external view returns (uint256);
        function getStorageGasAvailable() external view returns (uint256);
        function isTopLevelCall() external view returns (bool);
        function mapL1SenderContractAddressToL2Alias(address sender, address unused)
            external
            pure
            returns (address);
        function wasMyCallersAddressAliased() external view returns (bool);
        function myCallersAddressWithoutAliasing() external view returns (address);
        function withdrawEth(address destination) external payable returns (uint256);
        function sendTxToL1(address destination, bytes data) external payable returns (uint256);
        function sendMerkleTreeState() external view returns (uint256 size, bytes32 root, bytes32[] partials);

        event L2ToL1Tx(
            address caller,
            address indexed destination,
            uint256 indexed hash,
            uint256 indexed position,
            uint256 arbBlockNum,
            uint256 ethBlockNum,
            uint256 timestamp,
            uint256 callvalue,
            bytes data
        );

        error InvalidBlockNumber(uint256 requested, uint256 current);
    }

    #[derive(Debug, PartialEq, Eq)]
    interface ArbInfo {
        function getBalance(address account) external view returns (uint256);
        function getCode(address account) external view returns (bytes);
    }

    #[derive(Debug, PartialEq, Eq)]
    interface ArbGasInfo {
        function getPricesInWeiWithAggregator(address aggregator)
            external
            view
            returns (uint256, uint256, uint256, uint256, uint256, uint256);
        function getPricesInWei() external view returns (uint256, uint256, uint256, uint256, uint256, uint256);
        function getPricesInArbGasWithAggregator(address aggregator)
            external
            view
            returns (uint256, uint256, uint256);
        function getPricesInArbGas() external view returns (uint256, uint256, uint256);
        function getGasAccountingParams() external view returns (uint256, uint256, uint256);
        function getMinimumGasPrice() external view returns (uint256);
        function getL1BaseFeeEstimate() external view returns (uint256);
        function getL1GasPriceEstimate() external view returns (uint256);
        function getL1BaseFeeEstimateInertia() external view returns (uint64);
        function getL1RewardRate() external view returns (uint64);
        function getL1RewardRecipient() external view returns (address);
        function getCurrentTxL1GasFees() external view returns (uint256);
        function getGasBacklog() external view returns (uint64);
        function getPricingInertia() external view returns (uint64);
        function getGasBacklogTolerance() external view returns (uint64);
        function getL1PricingSurplus() external view returns (int256);
        function getPerBatchGasCharge() external view returns (int64);
        function getAmortizedCostCapBips() external view returns (uint64);
        function getL1FeesAvailable() external view returns (uint256);
        function getMaxTxGasLimit() external view returns (uint256);
        function getMaxBlockGasLimit() external view returns (uint64);
    }

    #[derive(Debug, PartialEq, Eq)]
    interface ArbOwnerPublic {
        function isChainOwner(address account) external view returns (bool);
        function getAllChainOwners() external view returns (address[]);
        function getNetworkFeeAccount() external view returns (address);
        function getInfraFeeAccount() external view returns (address);
        function getBrotliCompressionLevel() external view returns (uint64);
        function getScheduledUpgrade() external view returns (uint64 arbosVersion, uint64 scheduledForTimestamp);
        function isCalldataPriceIncreaseEnabled() external view returns (bool);
        function getMaxStylusContractFragments() external view returns (uint8);
    }

    #[derive(Debug, PartialEq, Eq)]
    interface ArbOwner {
        function setInkPrice(uint32 price) external;
        function setWasmMaxStackDepth(uint32 depth) external;
        function setWasmFreePages(uint16 pages) external;
        function setWasmPageGas(uint16 gas) external;
        function setWasmPageLimit(uint16 limit) external;
        function setWasmMinInitGas(uint64 gas, uint64 cached) external;
        function setWasmInitCostScalar(uint64 percent) external;
        function setWasmExpiryDays(uint16 days_) external;
        function setWasmKeepaliveDays(uint16 days_) external;
        function setWasmBlockCacheSize(uint16 count) external;
        function setWasmMaxSize(uint32 size) external;
        function setMaxStylusContractFragments(uint8 count) external;
        function setWasmActivationGas(uint64 gas) external;
        function addWasmCacheManager(address manager) external;
        function removeWasmCacheManager(address manager) external;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::hex;
    use alloy_sol_types::{SolCall, SolError, SolEvent};

    #[test]
    fn selectors_are_the_published_ones() {
        assert_eq!(ArbWasm::activateProgramCall::SELECTOR, hex!("58c780c2"));
        assert_eq!(ArbWasm::codehashKeepaliveCall::SELECTOR, hex!("c689bad5"));
        assert_eq!(ArbWasm::programInitGasCall::SELECTOR, hex!("62b688aa"));
        assert_eq!(ArbWasm::minInitGasCall::SELECTOR, hex!("99d0b38d"));
        assert_eq!(ArbWasm::activationGasCall::SELECTOR, hex!("2278c278"));
        assert_eq!(ArbWasm::ProgramInsufficientValue::SELECTOR, hex!("09781ab7"));
        assert_eq!(ArbWasm::ProgramNeedsUpgrade::SELECTOR, hex!("637d968f"));
        assert_eq!(ArbWasm::ProgramKeepaliveTooSoon::SELECTOR, hex!("16bd0cf8"));
        assert_eq!(ArbWasm::ProgramActivated::SIGNATURE_HASH[..4], hex!("c0e81278"));
        assert_eq!(ArbWasm::ProgramLifetimeExtended::SIGNATURE_HASH[..4], hex!("03802ba3"));
        assert_eq!(ArbWasmCache::cacheProgramCall::SELECTOR, hex!("e73ac9f2"));
        assert_eq!(ArbWasmCache::allCacheManagersCall::SELECTOR, hex!("0ec1d773"));
        assert_eq!(ArbWasmCache::UpdateProgramCache::SIGNATURE_HASH[..4], hex!("1bfaa29b"));
        assert_eq!(ArbSys::sendTxToL1Call::SELECTOR, hex!("928c169a"));
        assert_eq!(ArbSys::InvalidBlockNumber::SELECTOR, hex!("d5dc642d"));
        assert_eq!(ArbGasInfo::getPricesInWeiWithAggregatorCall::SELECTOR, hex!("ba9c916e"));
        assert_eq!(ArbGasInfo::getMaxBlockGasLimitCall::SELECTOR, hex!("0371fdb4"));
        assert_eq!(ArbGasInfo::getL1PricingSurplusCall::SELECTOR, hex!("520acdd7"));
        assert_eq!(ArbOwnerPublic::getMaxStylusContractFragmentsCall::SELECTOR, hex!("e5a7f893"));
        assert_eq!(ArbOwner::setMaxStylusContractFragmentsCall::SELECTOR, hex!("f1fe1a70"));
        assert_eq!(ArbOwner::setWasmActivationGasCall::SELECTOR, hex!("a0a32497"));
    }
}

//! What is asked of Arbitrum's precompiles, and of the contracts around them.

use alloy_primitives::{Address, address};
use alloy_sol_types::sol;

/// `ArbSys`.
pub(crate) const ARB_SYS: Address = address!("0000000000000000000000000000000000000064");
/// What `arbOSVersion` adds to the version.
pub(crate) const ARBOS_OFFSET: u64 = 55;
/// `ArbWasm`.
pub(crate) const ARB_WASM: Address = address!("0000000000000000000000000000000000000071");
/// `ArbWasmCache`.
pub(crate) const ARB_WASM_CACHE: Address = address!("0000000000000000000000000000000000000072");
/// `NodeInterface`, which nodes answer and no contract reaches.
pub(crate) const NODE_INTERFACE: Address = address!("00000000000000000000000000000000000000C8");

sol! {
    #[derive(Debug)]
    interface ArbSys {
        function arbOSVersion() external view returns (uint256 version);
    }

    #[derive(Debug)]
    interface ArbWasm {
        function activateProgram(address program) external payable returns (uint16 version, uint256 dataFee);
        function codehashKeepalive(bytes32 codehash) external payable;
        function programTimeLeft(address program) external view returns (uint64 secs);

        error ProgramNotActivated();
        error ProgramExpired(uint64 ageInSeconds);
        error ProgramKeepaliveTooSoon(uint64 ageInSeconds);
        error ProgramUpToDate();
        error ProgramInsufficientValue(uint256 have, uint256 want);
    }

    #[derive(Debug)]
    interface ArbWasmCache {
        function allCacheManagers() external view returns (address[] managers);
        function codehashIsCached(bytes32 codehash) external view returns (bool);
    }

    /// The contract that sells places in the program cache.
    #[derive(Debug)]
    interface CacheManager {
        function getMinBid(address program) external view returns (uint192 min);
        function placeBid(address program) external payable;
    }

    #[derive(Debug)]
    interface NodeInterface {
        function gasEstimateL1Component(address to, bool contractCreation, bytes data)
            external
            payable
            returns (uint64 gasEstimateForL1, uint256 baseFee, uint256 l1BaseFeeEstimate);
    }

    /// OpenZeppelin's, as far as an upgrade needs it.
    #[derive(Debug)]
    interface TimelockController {
        function scheduleBatch(
            address[] targets,
            uint256[] values,
            bytes[] payloads,
            bytes32 predecessor,
            bytes32 salt,
            uint256 delay
        ) external;
        function getMinDelay() external view returns (uint256 secs);
        function getTimestamp(bytes32 id) external view returns (uint256 readyAt);
        function hasRole(bytes32 role, address account) external view returns (bool);
        function isOperation(bytes32 id) external view returns (bool);
        function isOperationReady(bytes32 id) external view returns (bool);
        function executeBatch(
            address[] targets,
            uint256[] values,
            bytes[] payloads,
            bytes32 predecessor,
            bytes32 salt
        ) external payable;
    }

    /// What the admin of a router sends.
    function upgradeTo(uint8 index, address program) external;
}

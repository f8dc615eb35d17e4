// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice The older register of operators with AVSs, from before operator sets.
/// @dev Paused bits: 0 registration and deregistration. Status: 0 unregistered, 1 registered.
interface IAVSDirectory {
    /// @notice An operator's signature, its salt and until when it counts.
    /// @param signature 65-byte ECDSA signature, or whatever an ERC-1271 signer accepts.
    /// @param salt Makes the signature usable once.
    /// @param expiry Last timestamp (seconds) at which it is accepted.
    struct SignatureWithSaltAndExpiry {
        bytes signature;
        bytes32 salt;
        uint256 expiry;
    }

    /// @notice The operator is registered with the AVS already.
    error OperatorAlreadyRegisteredToAVS();
    /// @notice The operator is not registered with the AVS.
    error OperatorNotRegisteredToAVS();
    /// @notice The account is not an operator.
    error OperatorNotRegisteredToEigenLayer();
    /// @notice The operator's salt was used before.
    error SaltSpent();
    /// @notice The signature is not the expected signer's.
    error InvalidSignature();
    /// @notice The signature's expiry lies before the block's timestamp.
    error SignatureExpired();
    /// @notice The paused bit that covers this function is set.
    error CurrentlyPaused();
    /// @notice An address that must not be zero is zero.
    /// @dev Not raised here: the pauser registry is in the proxy's code.
    error InputAddressZero();
    /// @notice `pause` would clear a bit, or `unpause` would set one.
    error InvalidNewPausedStatus();
    /// @notice Only an account that the registry lists as pauser may do this.
    error OnlyPauser();
    /// @notice Only the registry's unpauser may do this.
    error OnlyUnpauser();

    /// @notice An operator was registered with an AVS, or is no longer.
    /// @param operator The operator.
    /// @param avs The AVS.
    /// @param status The status from now on.
    event OperatorAVSRegistrationStatusUpdated(address indexed operator, address indexed avs, uint8 status);
    /// @notice An AVS published where its metadata is; the URI lives in this log only.
    /// @param avs The AVS.
    /// @param metadataURI The location.
    event AVSMetadataURIUpdated(address indexed avs, string metadataURI);
    /// @notice Bits were set in the paused map (or it was initialised).
    /// @param account Who did it.
    /// @param newPausedStatus The whole map afterwards.
    event Paused(address indexed account, uint256 newPausedStatus);
    /// @notice Bits were cleared in the paused map.
    /// @param account Who did it.
    /// @param newPausedStatus The whole map afterwards.
    event Unpaused(address indexed account, uint256 newPausedStatus);
    /// @notice The owner changed.
    /// @param previousOwner Owner until now.
    /// @param newOwner Owner from now on, zero after renouncing.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);
    /// @notice The contract's storage was initialised.
    /// @param version Number of the initialiser that ran.
    event Initialized(uint8 version);

    /// @notice Initialises the storage behind the proxy.
    /// @custom:effect Stores owner and pause map: `OwnershipTransferred`, `Paused`, `Initialized`.
    /// @custom:require Not initialised before: `Error("Initializable: contract is already initialized")`.
    function initialize(address initialOwner, uint256 initialPausedStatus) external;
    /// @notice Registers `operator`, who signed for it, with the caller as AVS.
    /// @custom:effect Spends the salt, registers the operator with the caller: `OperatorAVSRegistrationStatusUpdated` with 1.
    /// @custom:require Pause bit 0 is clear: `CurrentlyPaused`.
    /// @custom:require The operator is not registered with the caller: `OperatorAlreadyRegisteredToAVS`.
    /// @custom:require The salt is not spent: `SaltSpent`.
    /// @custom:require It is an operator: `OperatorNotRegisteredToEigenLayer`.
    /// @custom:require The expiry has not passed: `SignatureExpired`.
    /// @custom:require The signature is the operator's, by ECDSA or ERC-1271: `InvalidSignature`.
    function registerOperatorToAVS(address operator, SignatureWithSaltAndExpiry calldata operatorSignature) external;
    /// @notice Ends the registration of `operator` with the caller as AVS.
    /// @custom:effect Ends the registration with the caller: `OperatorAVSRegistrationStatusUpdated` with 0.
    /// @custom:require Pause bit 0 is clear: `CurrentlyPaused`.
    /// @custom:require The operator is registered with the caller: `OperatorNotRegisteredToAVS`.
    function deregisterOperatorFromAVS(address operator) external;
    /// @notice Makes signatures of the caller with this salt useless.
    /// @custom:effect Marks the caller's salt as spent, without an event.
    /// @custom:require None; a salt may be cancelled again.
    function cancelSalt(bytes32 salt) external;
    /// @notice Publishes where the caller's metadata is; nothing is stored.
    /// @custom:effect Emits `AVSMetadataURIUpdated`; nothing is stored.
    /// @custom:require None.
    function updateAVSMetadataURI(string calldata metadataURI) external;
    /// @notice Sets bits in the paused map; every bit already set has to stay set.
    /// @custom:effect Stores the map and its mirror: `Paused`.
    /// @custom:require The caller is a pauser of the registry: `OnlyPauser`.
    /// @custom:require Every bit that is set stays set: `InvalidNewPausedStatus`.
    function pause(uint256 newPausedStatus) external;
    /// @notice Sets all 256 bits of the paused map.
    /// @custom:effect Stores a map of ones and its mirror: `Paused`.
    /// @custom:require The caller is a pauser of the registry: `OnlyPauser`.
    function pauseAll() external;
    /// @notice Clears bits in the paused map; no bit may be set by it.
    /// @custom:effect Stores the map and its mirror: `Unpaused`.
    /// @custom:require The caller is the registry's unpauser: `OnlyUnpauser`.
    /// @custom:require No bit is set that was clear: `InvalidNewPausedStatus`.
    function unpause(uint256 newPausedStatus) external;
    /// @notice The whole paused map.
    function paused() external view returns (uint256);
    /// @notice Whether bit `index` of the paused map is set.
    function paused(uint8 index) external view returns (bool);
    /// @notice The registry that says who may pause and unpause.
    function pauserRegistry() external view returns (address);
    /// @notice The account with the owner's rights, zero when renounced.
    function owner() external view returns (address);
    /// @notice Hands the owner's rights to `newOwner`.
    /// @custom:effect Stores the owner, who has the rights at once: `OwnershipTransferred`.
    /// @custom:require The caller is the owner: `Error("Ownable: caller is not the owner")`.
    /// @custom:require The new owner is not zero: `Error("Ownable: new owner is the zero address")`.
    function transferOwnership(address newOwner) external;
    /// @notice Gives up the owner's rights for ever.
    /// @custom:effect Stores zero as owner, for ever: `OwnershipTransferred`.
    /// @custom:require The caller is the owner: `Error("Ownable: caller is not the owner")`.
    function renounceOwnership() external;

    /// @notice The status of `operator` with `avs`.
    function avsOperatorStatus(address avs, address operator) external view returns (uint8);
    /// @notice The digest that `operator` signs to be registered with `avs`.
    function calculateOperatorAVSRegistrationDigestHash(address operator, address avs, bytes32 salt, uint256 expiry) external view returns (bytes32);
    /// @notice The delegation manager.
    function delegation() external view returns (address);
    /// @notice Type hash of the EIP-712 struct OperatorAVSRegistration.
    function OPERATOR_AVS_REGISTRATION_TYPEHASH() external view returns (bytes32);
    /// @notice Type hash of a struct that is no longer used.
    function OPERATOR_SET_FORCE_DEREGISTRATION_TYPEHASH() external view returns (bytes32);
    /// @notice Type hash of a struct that is no longer used.
    function OPERATOR_SET_REGISTRATION_TYPEHASH() external view returns (bytes32);
    /// @notice Whether `operator` has used or cancelled `salt`.
    function operatorSaltIsSpent(address operator, bytes32 salt) external view returns (bool);
    /// @notice The EIP-712 domain separator for the present chain id.
    function domainSeparator() external view returns (bytes32);
    /// @notice The contract's version, e.g. "1.12.0"; the EIP-712 domain uses its first character.
    function version() external view returns (string memory);
}

// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice Signing keys of operators per operator set, ECDSA or BN254.
/// @dev Curve types: 0 none, 1 ECDSA, 2 BN254. A key once registered stays spent for ever.
interface IKeyRegistrar {
    /// @notice An operator set: one AVS's group of operators that share duties and slashing terms.
    /// @param avs The AVS that owns the set.
    /// @param id The set's number within its AVS.
    struct OperatorSet {
        address avs;
        uint32 id;
    }
    /// @notice A point of BN254's group G1.
    /// @param X Affine x.
    /// @param Y Affine y.
    struct G1Point {
        uint256 X;
        uint256 Y;
    }

    /// @notice A point of BN254's group G2; index 0 is the imaginary part.
    /// @param X Affine x.
    /// @param Y Affine y.
    struct G2Point {
        uint256[2] X;
        uint256[2] Y;
    }

    /// @notice The operator set has its curve already.
    error ConfigurationAlreadySet();
    /// @notice The precompile refused to add points.
    /// @dev Not raised here: a precompile that refuses reverts without data.
    error ECAddFailed();
    /// @notice The precompile refused to multiply a point.
    /// @dev Not raised here: a precompile that refuses reverts without data.
    error ECMulFailed();
    /// @notice The precompile refused to check a pairing.
    /// @dev Not raised here: a precompile that refuses reverts without data.
    error ECPairingFailed();
    /// @notice The precompile refused a modular power.
    /// @dev Not raised here: a precompile that refuses reverts without data.
    error ExpModFailed();
    /// @notice The curve type is none, or not the one that was asked for.
    error InvalidCurveType();
    /// @notice The key data has the wrong length.
    error InvalidKeyFormat();
    /// @notice The two halves of a BN254 key do not belong together.
    /// @dev Not raised here: one pairing check covers both halves and the signature.
    error InvalidKeypair();
    /// @notice The signature is not the key's.
    error InvalidSignature();
    /// @notice The key was registered before, by anyone.
    error KeyAlreadyRegistered();
    /// @notice The operator has no key in the set.
    /// @param operatorSet The set.
    /// @param operator The operator.
    error KeyNotFound(OperatorSet operatorSet, address operator);
    /// @notice The operator has a key in the set already.
    error OperatorAlreadyRegistered();
    /// @notice The operator set has no curve.
    error OperatorSetNotConfigured();
    /// @notice The set can still slash the operator.
    /// @param operatorSet The set.
    /// @param operator The operator.
    error OperatorStillSlashable(OperatorSet operatorSet, address operator);
    /// @notice An address that must not be zero is zero.
    /// @dev Not raised here: sister contracts are in the proxy's code.
    error ZeroAddress();
    /// @notice The key is zero.
    error ZeroPubkey();
    /// @notice The caller may not act for the account.
    error InvalidPermissions();

    /// @notice An operator set chose its curve.
    /// @param operatorSet The set.
    /// @param curveType The curve.
    event OperatorSetConfigured(OperatorSet operatorSet, uint8 curveType);
    /// @notice An operator registered its key.
    /// @param operatorSet The set.
    /// @param operator The operator.
    /// @param curveType The curve.
    /// @param pubkey The key data.
    event KeyRegistered(OperatorSet operatorSet, address indexed operator, uint8 curveType, bytes pubkey);
    /// @notice An operator's key left the set.
    /// @param operatorSet The set.
    /// @param operator The operator.
    /// @param curveType The curve.
    event KeyDeregistered(OperatorSet operatorSet, address indexed operator, uint8 curveType);

    /// @notice Chooses the curve of an operator set, once.
    /// @custom:effect Stores the curve: `OperatorSetConfigured`. The set need not exist.
    /// @custom:require The curve is 0, 1 or 2: reverts without data otherwise.
    /// @custom:require The caller may act for the set's AVS: `InvalidPermissions`.
    /// @custom:require The curve is not 0: `InvalidCurveType`.
    /// @custom:require None was chosen: `ConfigurationAlreadySet`.
    function configureOperatorSet(OperatorSet calldata operatorSet, uint8 curveType) external;
    /// @notice Registers the operator's key in a set, with a signature that proves its possession.
    /// @custom:effect Stores the key and spends its hash for ever: `KeyRegistered`. The operator need not be one.
    /// @custom:require The caller may act for `operator`: `InvalidPermissions`.
    /// @custom:require The set has chosen its curve: `OperatorSetNotConfigured`.
    /// @custom:require The operator has no key in the set: `OperatorAlreadyRegistered`.
    /// @custom:require ECDSA: 20 bytes of key data: `InvalidKeyFormat`.
    /// @custom:require ECDSA: the address is not zero: `ZeroPubkey`.
    /// @custom:require ECDSA: the key was never registered: `KeyAlreadyRegistered`.
    /// @custom:require ECDSA: the key signed the registration, or its code accepts it by ERC-1271: `InvalidSignature`.
    /// @custom:require BN254: 192 bytes of key data: `InvalidKeyFormat`.
    /// @custom:require BN254: 64 bytes of signature: `InvalidSignature`.
    /// @custom:require BN254: the point of G1 is not (0, 0): `ZeroPubkey`.
    /// @custom:require BN254: all points are on their curves: reverts without data otherwise, with the gas that the precompile took.
    /// @custom:require BN254: the pairings prove signature and key: `InvalidSignature`.
    /// @custom:require BN254: the key was never registered: `KeyAlreadyRegistered`.
    function registerKey(address operator, OperatorSet calldata operatorSet, bytes calldata keyData, bytes calldata signature) external;
    /// @notice Removes the operator's key from a set that cannot slash it any more.
    /// @custom:effect Forgets the key: `KeyDeregistered`. Its hash stays spent.
    /// @custom:require The caller may act for `operator`: `InvalidPermissions`.
    /// @custom:require The set cannot slash the operator: `OperatorStillSlashable`.
    /// @custom:require The set has chosen its curve: `OperatorSetNotConfigured`.
    /// @custom:require The operator has a key in the set: `KeyNotFound`.
    function deregisterKey(address operator, OperatorSet calldata operatorSet) external;
    /// @notice The allocation manager.
    function allocationManager() external view returns (address);
    /// @notice Type hash of the EIP-712 struct BN254KeyRegistration.
    function BN254_KEY_REGISTRATION_TYPEHASH() external view returns (bytes32);
    /// @notice Type hash of the EIP-712 struct ECDSAKeyRegistration.
    function ECDSA_KEY_REGISTRATION_TYPEHASH() external view returns (bytes32);
    /// @notice Key data of a BN254 key: 192 bytes.
    function encodeBN254KeyData(G1Point calldata g1Point, G2Point calldata g2Point) external pure returns (bytes memory);
    /// @notice The operator's BN254 key in a set; zeros when it has none.
    /// @dev Reverts: InvalidCurveType.
    function getBN254Key(OperatorSet calldata operatorSet, address operator) external view returns (G1Point memory g1Point, G2Point memory g2Point);
    /// @notice The digest that a BN254 key signs to be registered.
    function getBN254KeyRegistrationMessageHash(address operator, OperatorSet calldata operatorSet, bytes calldata keyData) external view returns (bytes32);
    /// @notice Address of the operator's ECDSA key in a set; zero when it has none.
    /// @dev Reverts: InvalidCurveType.
    function getECDSAAddress(OperatorSet calldata operatorSet, address operator) external view returns (address);
    /// @notice Key data of the operator's ECDSA key in a set; empty when it has none.
    /// @dev Reverts: InvalidCurveType.
    function getECDSAKey(OperatorSet calldata operatorSet, address operator) external view returns (bytes memory);
    /// @notice The digest that an ECDSA key signs to be registered.
    function getECDSAKeyRegistrationMessageHash(address operator, OperatorSet calldata operatorSet, address keyAddress) external view returns (bytes32);
    /// @notice Hash of the operator's key in a set; zero when it has none.
    function getKeyHash(OperatorSet calldata operatorSet, address operator) external view returns (bytes32);
    /// @notice Who registered a key, and whether that operator has a key in the set now.
    /// @dev Reverts: InvalidCurveType.
    function getOperatorFromSigningKey(OperatorSet calldata operatorSet, bytes calldata keyData) external view returns (address operator, bool status);
    /// @notice The curve of an operator set, 0 when it has none.
    function getOperatorSetCurveType(OperatorSet calldata operatorSet) external view returns (uint8);
    /// @notice Whether a key with this hash was ever registered.
    function isKeyGloballyRegistered(bytes32 keyHash) external view returns (bool);
    /// @notice Whether the operator has a key in a set.
    function isRegistered(OperatorSet calldata operatorSet, address operator) external view returns (bool);
    /// @notice The permission controller.
    function permissionController() external view returns (address);
    /// @notice The EIP-712 domain separator for the present chain id.
    function domainSeparator() external view returns (bytes32);
    /// @notice The contract's version, e.g. "1.12.0"; the EIP-712 domain uses its first character.
    function version() external view returns (string memory);
}

// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice What the task mailbox asks the verifier of ECDSA certificates.
/// @dev The verifier is not part of the suite: see the mailbox's page.
interface IECDSACertificateVerifier {
    /// @notice An operator set: one AVS's group of operators that share duties and slashing terms.
    /// @param avs The AVS that owns the set.
    /// @param id The set's number within its AVS.
    struct OperatorSet {
        address avs;
        uint32 id;
    }

    /// @notice A message signed by operators of a set with ECDSA keys.
    /// @param referenceTimestamp Which operator table the signers are in.
    /// @param messageHash What they signed.
    /// @param sig Their signatures, one after the other.
    struct ECDSACertificate {
        uint32 referenceTimestamp;
        bytes32 messageHash;
        bytes sig;
    }

    /// @notice Who may choose how tasks of an operator set are done.
    function getOperatorSetOwner(OperatorSet calldata operatorSet) external view returns (address);
    /// @notice How many seconds an operator table is good for; zero for ever.
    function maxOperatorTableStaleness(OperatorSet calldata operatorSet) external view returns (uint32);
    /// @notice Which operator table is the newest, seconds; zero if there is none.
    function latestReferenceTimestamp(OperatorSet calldata operatorSet) external view returns (uint32);
    /// @notice The stake, by kind, of those who signed, and who they are.
    function verifyCertificate(OperatorSet calldata operatorSet, ECDSACertificate calldata cert) external view returns (uint256[] memory, address[] memory);
    /// @notice Whether those who signed have these shares of all stake, by kind, in bips, and who they are.
    function verifyCertificateProportion(OperatorSet calldata operatorSet, ECDSACertificate calldata cert, uint16[] calldata totalStakeProportionThresholds) external view returns (bool, address[] memory);
}

// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice What the task mailbox asks the verifier of BN254 certificates.
/// @dev The verifier is not part of the suite: see the mailbox's page.
interface IBN254CertificateVerifier {
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

    /// @notice An operator as the operator table has it.
    /// @param pubkey Its key.
    /// @param weights Its stake, by kind.
    struct BN254OperatorInfo {
        G1Point pubkey;
        uint256[] weights;
    }

    /// @notice Proof that an operator is in the table though it did not sign.
    /// @param operatorIndex Its number in the table.
    /// @param operatorInfoProof Merkle proof; empty if the verifier knows the operator.
    /// @param operatorInfo The operator; empty if the verifier knows it.
    struct BN254OperatorInfoWitness {
        uint32 operatorIndex;
        bytes operatorInfoProof;
        BN254OperatorInfo operatorInfo;
    }

    /// @notice A message signed by operators of a set with BN254 keys.
    /// @param referenceTimestamp Which operator table the signers are in.
    /// @param messageHash What they signed.
    /// @param signature The sum of their signatures.
    /// @param apk The sum of their keys.
    /// @param nonSignerWitnesses Who did not sign.
    struct BN254Certificate {
        uint32 referenceTimestamp;
        bytes32 messageHash;
        G1Point signature;
        G2Point apk;
        BN254OperatorInfoWitness[] nonSignerWitnesses;
    }

    /// @notice Who may choose how tasks of an operator set are done.
    function getOperatorSetOwner(OperatorSet calldata operatorSet) external view returns (address);
    /// @notice How many seconds an operator table is good for; zero for ever.
    function maxOperatorTableStaleness(OperatorSet calldata operatorSet) external view returns (uint32);
    /// @notice Which operator table is the newest, seconds; zero if there is none.
    function latestReferenceTimestamp(OperatorSet calldata operatorSet) external view returns (uint32);
    /// @notice The stake, by kind, of those who signed.
    /// @custom:effect May remember operators that did not sign.
    /// @custom:require The certificate is valid.
    function verifyCertificate(OperatorSet calldata operatorSet, BN254Certificate calldata cert) external returns (uint256[] memory);
    /// @notice Whether those who signed have these shares of all stake, by kind, in bips.
    /// @custom:effect May remember operators that did not sign.
    /// @custom:require The certificate is valid.
    function verifyCertificateProportion(OperatorSet calldata operatorSet, BN254Certificate calldata cert, uint16[] calldata totalStakeProportionThresholds) external returns (bool);
}

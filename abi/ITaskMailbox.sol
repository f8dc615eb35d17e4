// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice Tasks for the operators of a set: created with a fee, answered with a certificate.
/// @dev Times and spans are seconds, shares of a fee bips. Enums are written as uint8.
interface ITaskMailbox {
    /// @notice An operator set: one AVS's group of operators that share duties and slashing terms.
    /// @param avs The AVS that owns the set.
    /// @param id The set's number within its AVS.
    struct OperatorSet {
        address avs;
        uint32 id;
    }

    /// @notice A task to create.
    /// @param refundCollector Who gets the fee back when nobody answers.
    /// @param executorOperatorSet The set whose operators answer.
    /// @param payload The question.
    struct TaskParams {
        address refundCollector;
        OperatorSet executorOperatorSet;
        bytes payload;
    }

    /// @notice What makes a certificate good enough.
    /// @param consensusType 0 nothing: the hook decides; 1 signers with a share of all stake.
    /// @param value Empty, or that share as an ABI word.
    struct Consensus {
        uint8 consensusType;
        bytes value;
    }

    /// @notice How tasks of an operator set are done.
    /// @param taskHook The AVS's contract that is asked before and told after.
    /// @param taskSLA How long operators have for an answer.
    /// @param feeToken What fees are paid in; zero for none.
    /// @param curveType The operators' keys: 1 ECDSA, 2 BN254.
    /// @param feeCollector Who gets the AVS's part of fees.
    /// @param consensus What makes a certificate good enough.
    /// @param taskMetadata The AVS's own.
    struct ExecutorOperatorSetTaskConfig {
        address taskHook;
        uint96 taskSLA;
        address feeToken;
        uint8 curveType;
        address feeCollector;
        Consensus consensus;
        bytes taskMetadata;
    }

    /// @notice A task.
    /// @param creator Who asked and paid.
    /// @param creationTime When.
    /// @param avs AVS of the set whose operators answer.
    /// @param avsFee Token units that the task costs.
    /// @param refundCollector Who gets them back when nobody answers.
    /// @param executorOperatorSetId Number of that set.
    /// @param feeSplit The protocol's part of the fee.
    /// @param status 0 none, 1 created, 2 verified, 3 expired.
    /// @param isFeeRefunded Whether the fee was paid back.
    /// @param operatorTableReferenceTimestamp Which operator table the signers must be in.
    /// @param executorOperatorSetTaskConfig How the task is done: the set's choice when it was created.
    /// @param payload The question.
    /// @param executorCert The certificate over the answer.
    /// @param result The answer.
    struct Task {
        address creator;
        uint96 creationTime;
        address avs;
        uint96 avsFee;
        address refundCollector;
        uint32 executorOperatorSetId;
        uint16 feeSplit;
        uint8 status;
        bool isFeeRefunded;
        uint32 operatorTableReferenceTimestamp;
        ExecutorOperatorSetTaskConfig executorOperatorSetTaskConfig;
        bytes payload;
        bytes executorCert;
        bytes result;
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

    /// @notice A message signed by operators of a set with ECDSA keys.
    /// @param referenceTimestamp Which operator table the signers are in.
    /// @param messageHash What they signed.
    /// @param sig Their signatures, one after the other.
    struct ECDSACertificate {
        uint32 referenceTimestamp;
        bytes32 messageHash;
        bytes sig;
    }

    /// @notice The signers have too little stake.
    error ThresholdNotMet();
    /// @notice The operator set takes no tasks.
    error ExecutorOperatorSetNotRegistered();
    /// @notice Hook, time or curve of a configuration is missing, or the set has none.
    error ExecutorOperatorSetTaskConfigNotSet();
    /// @notice The collector is the zero address.
    error InvalidAddressZero();
    /// @notice The curve is none.
    /// @dev Not raised here: a configuration without curve is not set.
    error InvalidCurveType();
    /// @notice The creator of a task is invalid.
    /// @dev Not raised here: anyone may create tasks.
    error InvalidTaskCreator();
    /// @notice The task is in another state.
    /// @param expected The state that it has to be in.
    /// @param actual The state that it is in.
    error InvalidTaskStatus(uint8 expected, uint8 actual);
    /// @notice The question is empty.
    error PayloadIsEmpty();
    /// @notice The task was created in this second.
    error TimestampAtCreation();
    /// @notice The caller does not own the operator set.
    error InvalidOperatorSetOwner();
    /// @notice The kind of consensus is unknown.
    /// @dev Not raised here: an unknown number is malformed calldata.
    error InvalidConsensusType();
    /// @notice The consensus has a value though it takes none, or none that is a share.
    error InvalidConsensusValue();
    /// @notice The certificate is for another operator table.
    error InvalidReferenceTimestamp();
    /// @notice The certificate has no signature.
    error EmptyCertificateSignature();
    /// @notice Nobody would get the fee, or get it back.
    error InvalidFeeReceiver();
    /// @notice The fee was paid back.
    error FeeAlreadyRefunded();
    /// @notice The caller is not the one who gets the fee back.
    error OnlyRefundCollector();
    /// @notice The protocol's part is more than the whole.
    error InvalidFeeSplit();
    /// @notice The certificate is over another message.
    error InvalidMessageHash();
    /// @notice The operator table would be out of date before the task's time is up.
    error CertificateStale();
    /// @notice The time for an answer is too long.
    error TaskSLAExceedsMaximum();

    /// @notice An operator set takes tasks from now on, or no longer.
    /// @param caller Its owner.
    /// @param avs Its AVS.
    /// @param executorOperatorSetId Its number.
    /// @param isRegistered Whether it takes tasks.
    event ExecutorOperatorSetRegistered(address indexed caller, address indexed avs, uint32 indexed executorOperatorSetId, bool isRegistered);
    /// @notice The next tasks of an operator set are done so.
    /// @param caller Its owner.
    /// @param avs Its AVS.
    /// @param executorOperatorSetId Its number.
    /// @param config How.
    event ExecutorOperatorSetTaskConfigSet(address indexed caller, address indexed avs, uint32 indexed executorOperatorSetId, ExecutorOperatorSetTaskConfig config);
    /// @notice A task was created.
    /// @param creator Who asked.
    /// @param taskHash The task.
    /// @param avs AVS of the set whose operators answer.
    /// @param executorOperatorSetId Number of that set.
    /// @param operatorTableReferenceTimestamp Which operator table the signers must be in.
    /// @param refundCollector Who gets the fee back when nobody answers.
    /// @param avsFee Token units that the task costs.
    /// @param taskDeadline The last second for an answer.
    /// @param payload The question.
    event TaskCreated(address indexed creator, bytes32 indexed taskHash, address indexed avs, uint32 executorOperatorSetId, uint32 operatorTableReferenceTimestamp, address refundCollector, uint96 avsFee, uint256 taskDeadline, bytes payload);
    /// @notice A task was answered.
    /// @param aggregator Who brought the answer.
    /// @param taskHash The task.
    /// @param avs AVS of the set whose operators answered.
    /// @param executorOperatorSetId Number of that set.
    /// @param executorCert The certificate over the answer.
    /// @param result The answer.
    event TaskVerified(address indexed aggregator, bytes32 indexed taskHash, address indexed avs, uint32 executorOperatorSetId, bytes executorCert, bytes result);
    /// @notice A task that nobody answered was paid back.
    /// @param refundCollector Who got the fee.
    /// @param taskHash The task.
    /// @param avsFee Token units.
    event FeeRefunded(address indexed refundCollector, bytes32 indexed taskHash, uint96 avsFee);
    /// @notice The protocol's part of the fees of later tasks.
    /// @param feeSplit Bips.
    event FeeSplitSet(uint16 feeSplit);
    /// @notice Who gets the protocol's part of fees.
    /// @param feeSplitCollector The account.
    event FeeSplitCollectorSet(address indexed feeSplitCollector);
    /// @notice The owner changed.
    /// @param previousOwner Owner until now.
    /// @param newOwner Owner from now on, zero after renouncing.
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);
    /// @notice The contract's storage was initialised.
    /// @param version Number of the initialiser that ran.
    event Initialized(uint8 version);

    /// @notice Initialises the storage behind the proxy.
    /// @custom:effect Stores owner, first the caller and then the one given, and fees: `OwnershipTransferred` twice, `FeeSplitSet`, `FeeSplitCollectorSet`, `Initialized`.
    /// @custom:require Not initialised before: `Error("Initializable: contract is already initialized")`.
    /// @custom:require The fee split is at most 10,000 bips: `InvalidFeeSplit`.
    /// @custom:require The collector is not zero: `InvalidAddressZero`.
    function initialize(address owner, uint16 feeSplit, address feeSplitCollector) external;
    /// @notice Chooses how later tasks of an operator set are done; it takes tasks from then on.
    /// @custom:effect Stores the configuration: `ExecutorOperatorSetTaskConfigSet`; tasks that exist keep theirs. If the set takes no tasks, it does from now on: `ExecutorOperatorSetRegistered`.
    /// @custom:require Curve, hook and time are given: `ExecutorOperatorSetTaskConfigNotSet`.
    /// @custom:require The time is at most `MAX_TASK_SLA`: `TaskSLAExceedsMaximum`.
    /// @custom:require The consensus' value is empty for type 0, a word of at most 10,000 bips for type 1: `InvalidConsensusValue`.
    /// @custom:require The curve's certificate verifier says that the caller owns the set: `InvalidOperatorSetOwner`.
    function setExecutorOperatorSetTaskConfig(OperatorSet calldata operatorSet, ExecutorOperatorSetTaskConfig calldata config) external;
    /// @notice Lets an operator set take tasks, or no longer.
    /// @custom:effect Stores it: `ExecutorOperatorSetRegistered`, also if nothing changes. Tasks that exist go on.
    /// @custom:require The set has a configuration: `ExecutorOperatorSetTaskConfigNotSet`.
    /// @custom:require The curve's certificate verifier says that the caller owns the set: `InvalidOperatorSetOwner`.
    function registerExecutorOperatorSet(OperatorSet calldata operatorSet, bool isRegistered) external;
    /// @notice Creates a task; returns its hash.
    /// @custom:effect Asks the hook `validatePreTaskCreation`, then `calculateTaskFee`, which may not change state. Stores the task under the hash of its number, this contract, the chain and the parameters; takes the fee from the caller; tells the hook `handlePostTaskCreation`: `TaskCreated`.
    /// @custom:require Not entered again: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require The payload is not empty: `PayloadIsEmpty`.
    /// @custom:require The set takes tasks: `ExecutorOperatorSetNotRegistered`. It has a configuration then.
    /// @custom:require The newest operator table lasts until the time for an answer is up, if tables age: `CertificateStale`.
    /// @custom:require The hook agrees: what it reverts with is passed on.
    /// @custom:require If there is a fee, somebody gets it and somebody gets it back: `InvalidFeeReceiver`.
    function createTask(TaskParams calldata taskParams) external returns (bytes32 taskHash);
    /// @notice Answers a task with a result and the operators' certificate over it.
    /// @custom:effect Asks the hook `validatePreTaskResultSubmission`, which may not change state, and the curve's certificate verifier. Stores certificate and result; pays the fee, the protocol's part rounded down; tells the hook `handlePostTaskResultSubmission`: `TaskVerified`.
    /// @custom:require Not entered again: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require The task is created and its time not up: `InvalidTaskStatus`.
    /// @custom:require It was created in a second before this one: `TimestampAtCreation`.
    /// @custom:require The hook agrees: what it reverts with is passed on.
    /// @custom:require The certificate is for the task's operator table: `InvalidReferenceTimestamp`, over its message hash: `InvalidMessageHash`, and signed: `EmptyCertificateSignature`. The verifier accepts it: what it reverts with is passed on.
    /// @custom:require The signers have the stake that the configuration wants: `ThresholdNotMet`.
    function submitResult(bytes32 taskHash, bytes calldata executorCert, bytes calldata result) external;
    /// @notice Returns the fee of a task that nobody answered in time. The hook is not called.
    /// @custom:effect Notes the refund, pays the whole fee to the caller: `FeeRefunded`.
    /// @custom:require Not entered again: `Error("ReentrancyGuard: reentrant call")`.
    /// @custom:require The caller is the task's refund collector: `OnlyRefundCollector`.
    /// @custom:require The fee was not paid back: `FeeAlreadyRefunded`.
    /// @custom:require The task is expired: `InvalidTaskStatus`.
    function refundFee(bytes32 taskHash) external;
    /// @notice Sets the protocol's part of the fees of later tasks.
    /// @custom:effect Stores it: `FeeSplitSet`. Tasks that exist keep theirs.
    /// @custom:require The caller is the owner: `Error("Ownable: caller is not the owner")`.
    /// @custom:require At most 10,000 bips: `InvalidFeeSplit`.
    function setFeeSplit(uint16 feeSplit) external;
    /// @notice Sets who gets the protocol's part of fees, also of tasks that exist.
    /// @custom:effect Stores it: `FeeSplitCollectorSet`.
    /// @custom:require The caller is the owner: `Error("Ownable: caller is not the owner")`.
    /// @custom:require It is not zero: `InvalidAddressZero`.
    function setFeeSplitCollector(address feeSplitCollector) external;

    /// @notice Whether the operator set of a key takes tasks: 20 bytes of the AVS, 12 of the number.
    function isExecutorOperatorSetRegistered(bytes32 operatorSetKey) external view returns (bool);
    /// @notice How the next tasks of an operator set are done; empty before it is chosen.
    function getExecutorOperatorSetTaskConfig(OperatorSet calldata operatorSet) external view returns (ExecutorOperatorSetTaskConfig memory);
    /// @notice A task; empty if there is none.
    function getTaskInfo(bytes32 taskHash) external view returns (Task memory);
    /// @notice A task's state: 0 none, 1 created, 2 verified, 3 expired.
    function getTaskStatus(bytes32 taskHash) external view returns (uint8);
    /// @notice A task's answer.
    /// @dev Reverts: InvalidTaskStatus unless it is verified.
    function getTaskResult(bytes32 taskHash) external view returns (bytes memory);
    /// @notice A certificate as `submitResult` takes it.
    function getBN254CertificateBytes(BN254Certificate calldata cert) external pure returns (bytes memory);
    /// @notice A certificate as `submitResult` takes it.
    function getECDSACertificateBytes(ECDSACertificate calldata cert) external pure returns (bytes memory);
    /// @notice What operators sign for an answer to a task.
    function getMessageHash(bytes32 taskHash, bytes calldata result) external pure returns (bytes32);
    /// @notice The protocol's part of the fees of new tasks, bips.
    function feeSplit() external view returns (uint16);
    /// @notice Who gets the protocol's part of fees.
    function feeSplitCollector() external view returns (address);
    /// @notice Who checks certificates of BN254 keys.
    function BN254_CERTIFICATE_VERIFIER() external view returns (address);
    /// @notice Who checks certificates of ECDSA keys.
    function ECDSA_CERTIFICATE_VERIFIER() external view returns (address);
    /// @notice The most time that a configuration may give, seconds.
    function MAX_TASK_SLA() external view returns (uint96);
    /// @notice The owner; zero after renouncing.
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
}

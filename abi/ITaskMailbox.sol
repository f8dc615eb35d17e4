// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice Tasks for the operators of a set: created with a fee, answered with a certificate.
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

    /// @notice Creates a task; returns its hash.
    function createTask(TaskParams calldata taskParams) external returns (bytes32 taskHash);
    /// @notice Answers a task with a result and the operators' certificate over it.
    function submitResult(bytes32 taskHash, bytes calldata executorCert, bytes calldata result) external;
    /// @notice Returns the fee of a task that nobody answered in time.
    function refundFee(bytes32 taskHash) external;
}

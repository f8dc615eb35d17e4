// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice What an AVS answers about its tasks in the mailbox; a revert blocks what was to be done, except refunds.
interface IAVSTaskHook {
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

    /// @notice Asked first: whether `caller` may create this task.
    function validatePreTaskCreation(address caller, TaskParams calldata taskParams) external view;
    /// @notice Told when a task is stored and its fee paid.
    /// @custom:effect The hook's own.
    /// @custom:require The hook's own; a revert undoes the task.
    function handlePostTaskCreation(bytes32 taskHash) external;
    /// @notice Asked before the certificate is looked at: whether `caller` may bring this answer.
    function validatePreTaskResultSubmission(address caller, bytes32 taskHash, bytes calldata cert, bytes calldata result) external view;
    /// @notice Told when an answer is stored and the fee paid out.
    /// @custom:effect The hook's own.
    /// @custom:require The hook's own; a revert undoes the answer.
    function handlePostTaskResultSubmission(address caller, bytes32 taskHash) external;
    /// @notice What this task costs, in units of the set's fee token.
    function calculateTaskFee(TaskParams calldata taskParams) external view returns (uint96);
}

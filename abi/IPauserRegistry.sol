// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice Who may pause the suite's contracts, and who may unpause them.
interface IPauserRegistry {
    /// @notice An address that must not be zero is zero.
    error InputAddressZero();
    /// @notice Only the unpauser may do this.
    error OnlyUnpauser();

    /// @notice An account was allowed or forbidden to pause.
    /// @param pauser The account.
    /// @param canPause Whether it may pause from now on.
    event PauserStatusChanged(address pauser, bool canPause);
    /// @notice The unpauser changes.
    /// @param previousUnpauser Unpauser until now.
    /// @param newUnpauser Unpauser from now on.
    event UnpauserChanged(address previousUnpauser, address newUnpauser);

    /// @notice Whether `pauser` may pause.
    function isPauser(address pauser) external view returns (bool);
    /// @notice The account that may unpause and manages this registry.
    function unpauser() external view returns (address);
    /// @notice Allows or forbids an account to pause.
    /// @custom:effect Stores the flag: `PauserStatusChanged`, also if nothing changed.
    /// @custom:require The caller is the unpauser: `OnlyUnpauser`.
    /// @custom:require The account is not zero: `InputAddressZero`.
    function setIsPauser(address newPauser, bool canPause) external;
    /// @notice Changes the unpauser.
    /// @custom:effect `UnpauserChanged`, then stores the successor, who has the rights at once.
    /// @custom:require The caller is the unpauser: `OnlyUnpauser`.
    /// @custom:require The successor is not zero: `InputAddressZero`.
    function setUnpauser(address newUnpauser) external;
}

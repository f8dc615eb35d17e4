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
    /// @dev Reverts: OnlyUnpauser, InputAddressZero.
    function setIsPauser(address newPauser, bool canPause) external;
    /// @notice Changes the unpauser.
    /// @dev Reverts: OnlyUnpauser, InputAddressZero.
    function setUnpauser(address newUnpauser) external;
}

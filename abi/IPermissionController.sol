// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice Who may act for an account: its admins for everything, its appointees for one function of one contract.
/// @dev An account is its own only admin until the first pending admin accepts; afterwards it has no rights of its own.
interface IPermissionController {
    /// @notice The admin is pending already.
    error AdminAlreadyPending();
    /// @notice The account is an admin already.
    error AdminAlreadySet();
    /// @notice The account is not a pending admin.
    error AdminNotPending();
    /// @notice The account is not an admin.
    error AdminNotSet();
    /// @notice The appointee has this right already.
    error AppointeeAlreadySet();
    /// @notice The appointee does not have this right.
    error AppointeeNotSet();
    /// @notice The last admin cannot be removed.
    error CannotHaveZeroAdmins();
    /// @notice The caller is not an admin of the account.
    error NotAdmin();

    /// @notice An admin was proposed.
    /// @param account The account.
    /// @param admin Who may accept.
    event PendingAdminAdded(address indexed account, address admin);
    /// @notice A proposal was taken back.
    /// @param account The account.
    /// @param admin Who may no longer accept.
    event PendingAdminRemoved(address indexed account, address admin);
    /// @notice A proposed admin accepted.
    /// @param account The account.
    /// @param admin The admin.
    event AdminSet(address indexed account, address admin);
    /// @notice An admin was removed.
    /// @param account The account.
    /// @param admin The former admin.
    event AdminRemoved(address indexed account, address admin);
    /// @notice A right was given.
    /// @param account The account.
    /// @param appointee Who has the right.
    /// @param target The contract it is for.
    /// @param selector The function it is for.
    event AppointeeSet(address indexed account, address indexed appointee, address target, bytes4 selector);
    /// @notice A right was taken away.
    /// @param account The account.
    /// @param appointee Who had the right.
    /// @param target The contract it was for.
    /// @param selector The function it was for.
    event AppointeeRemoved(address indexed account, address indexed appointee, address target, bytes4 selector);

    /// @notice Proposes an admin of `account`.
    /// @custom:effect Appends the proposal: `PendingAdminAdded`.
    /// @custom:require The caller is an admin of `account`: `NotAdmin`.
    /// @custom:require `admin` is none yet: `AdminAlreadySet`.
    /// @custom:require It is not proposed yet: `AdminAlreadyPending`.
    function addPendingAdmin(address account, address admin) external;
    /// @notice Takes a proposal back.
    /// @custom:effect Removes the proposal: `PendingAdminRemoved`.
    /// @custom:require The caller is an admin of `account`: `NotAdmin`.
    /// @custom:require `admin` is proposed: `AdminNotPending`.
    function removePendingAdmin(address account, address admin) external;
    /// @notice Makes the caller, who was proposed, an admin of `account`.
    /// @custom:effect The caller becomes an admin: `AdminSet`. With the first one the account itself loses its rights, unless it was made an admin like any other.
    /// @custom:require The caller is proposed: `AdminNotPending`.
    function acceptAdmin(address account) external;
    /// @notice Removes an admin of `account`.
    /// @custom:effect Removes the admin, the last one moving into its place: `AdminRemoved`.
    /// @custom:require The caller is an admin of `account`: `NotAdmin`.
    /// @custom:require There is another admin: `CannotHaveZeroAdmins`.
    /// @custom:require `admin` is one: `AdminNotSet`.
    function removeAdmin(address account, address admin) external;
    /// @notice Lets `appointee` call one function of `target` for `account`.
    /// @custom:effect Appends the right to both lists: `AppointeeSet`.
    /// @custom:require The caller is an admin of `account`: `NotAdmin`.
    /// @custom:require The appointee does not have it: `AppointeeAlreadySet`.
    function setAppointee(address account, address appointee, address target, bytes4 selector) external;
    /// @notice Takes that right away.
    /// @custom:effect Removes the right from both lists, the last ones moving into its place: `AppointeeRemoved`.
    /// @custom:require The caller is an admin of `account`: `NotAdmin`.
    /// @custom:require The appointee has it: `AppointeeNotSet`.
    function removeAppointee(address account, address appointee, address target, bytes4 selector) external;
    /// @notice Whether `caller` may call the function `selector` of `target` for `account`.
    function canCall(address account, address caller, address target, bytes4 selector) external view returns (bool);
    /// @notice The admins of `account`; the account itself while there are none.
    function getAdmins(address account) external view returns (address[] memory);
    /// @notice The rights of `appointee`: targets and selectors, in parallel.
    function getAppointeePermissions(address account, address appointee) external view returns (address[] memory targets, bytes4[] memory selectors);
    /// @notice The appointees with the right for one function.
    function getAppointees(address account, address target, bytes4 selector) external view returns (address[] memory);
    /// @notice The proposed admins of `account`.
    function getPendingAdmins(address account) external view returns (address[] memory);
    /// @notice Whether `caller` is an admin of `account`.
    function isAdmin(address account, address caller) external view returns (bool);
    /// @notice Whether `pendingAdmin` is proposed as admin of `account`.
    function isPendingAdmin(address account, address pendingAdmin) external view returns (bool);
}

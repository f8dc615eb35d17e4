// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice The protocol's deployments by name, and one button that pauses them.
interface IProtocolRegistry {
    /// @notice How a deployment is treated.
    /// @param pausable Whether `pauseAll` pauses it.
    /// @param deprecated Whether it is out of use.
    struct DeploymentConfig {
        bool pausable;
        bool deprecated;
    }

    /// @notice Arrays that belong together differ in length.
    error InputArrayLengthMismatch();

    /// @notice Records deployments by name under a version; default admin only.
    /// @dev Reverts: Error(string) when the caller lacks the role, InputArrayLengthMismatch.
    function ship(address[] calldata addresses, DeploymentConfig[] calldata configs, string[] calldata contractNames, string calldata semanticVersion) external;
    /// @notice Changes how a deployment is treated; default admin only.
    /// @dev Reverts: Error(string) when the caller lacks the role.
    function configure(string calldata name, DeploymentConfig calldata config) external;
    /// @notice Pauses everything that is pausable and in use; pauser role only.
    /// @dev Reverts: Error(string) when the caller lacks the role.
    function pauseAll() external;
    /// @notice The address of a deployment.
    function getAddress(string calldata name) external view returns (address);
    /// @notice The address of a deployment and how it is treated.
    function getDeployment(string calldata name) external view returns (address addr, DeploymentConfig memory config);
}

// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice The protocol's deployments by name, and one button that pauses them.
/// @dev Names have 1 to 31 bytes. Roles are OpenZeppelin's enumerable access control 4.9: 0 is the default admin.
interface IProtocolRegistry {
    /// @notice How a deployment is treated.
    /// @param pausable Whether `pauseAll` pauses it.
    /// @param deprecated Whether it is out of use.
    struct DeploymentConfig {
        bool pausable;
        bool deprecated;
    }

    /// @notice Arrays that belong together differ in length.
    error ArrayLengthMismatch();
    /// @notice A deployment's address is zero.
    error InputAddressZero();
    /// @notice A deployment's name is empty.
    error InputNameEmpty();
    /// @notice No deployment has this name.
    error DeploymentNotShipped();
    /// @notice A name or a version has more than 31 bytes.
    /// @param str The text.
    error StringTooLong(string str);

    /// @notice A deployment was recorded, or recorded again.
    /// @param addr Its address.
    /// @param config How it is treated.
    event DeploymentShipped(address indexed addr, DeploymentConfig config);
    /// @notice A deployment is treated differently from now on.
    /// @param addr Its address.
    /// @param config How it is treated.
    event DeploymentConfigured(address indexed addr, DeploymentConfig config);
    /// @notice A name was given to another address, so how the former one is treated was forgotten.
    /// @param addr The former address.
    event DeploymentConfigDeleted(address indexed addr);
    /// @notice The protocol has a new version.
    /// @param previousSemanticVersion The version until now.
    /// @param semanticVersion The version from now on.
    event SemanticVersionUpdated(string previousSemanticVersion, string semanticVersion);
    /// @notice An account has a role from now on.
    /// @param role The role.
    /// @param account Who has it.
    /// @param sender Who gave it.
    event RoleGranted(bytes32 indexed role, address indexed account, address indexed sender);
    /// @notice An account no longer has a role.
    /// @param role The role.
    /// @param account Who had it.
    /// @param sender Who took it, the account itself when it gave it up.
    event RoleRevoked(bytes32 indexed role, address indexed account, address indexed sender);
    /// @notice Another role decides who has a role. Never emitted: the default admin decides for all.
    /// @param role The role.
    /// @param previousAdminRole Who decided until now.
    /// @param newAdminRole Who decides from now on.
    event RoleAdminChanged(bytes32 indexed role, bytes32 indexed previousAdminRole, bytes32 indexed newAdminRole);
    /// @notice The contract's storage was initialised.
    /// @param version Number of the initialiser that ran.
    event Initialized(uint8 version);

    /// @notice Initialises the storage behind the proxy.
    /// @custom:effect Gives both roles, which may be one account's or the zero address's: `RoleGranted` twice, `Initialized`.
    /// @custom:require Not initialised before: `Error("Initializable: contract is already initialized")`.
    function initialize(address initialAdmin, address pauserMultisig) external;
    /// @notice Records a version of the protocol and the deployments that are new in it.
    /// @custom:effect Stores the version: `SemanticVersionUpdated`.
    /// @custom:effect For each deployment, in their order: if the name had another address, forgets how that one is treated: `DeploymentConfigDeleted`. Stores the address under the name, the name at the list's end if it is new, and how the address is treated, under whatever names it has: `DeploymentShipped`.
    /// @custom:require The caller is a default admin: `Error("AccessControl: account … is missing role …")`.
    /// @custom:require The three arrays have one length: `ArrayLengthMismatch`.
    /// @custom:require The version has at most 31 bytes: `StringTooLong`.
    /// @custom:require Each address, looked at in their order, is not zero: `InputAddressZero`. Its name is not empty: `InputNameEmpty`, and has at most 31 bytes: `StringTooLong`.
    function ship(address[] calldata addresses, DeploymentConfig[] calldata configs, string[] calldata contractNames, string calldata semanticVersion) external;
    /// @notice Changes how the deployment of a name is treated.
    /// @custom:effect Stores how the address is treated, under whatever names it has: `DeploymentConfigured`.
    /// @custom:require The caller is a default admin: `Error("AccessControl: account … is missing role …")`.
    /// @custom:require The name has at most 31 bytes: `StringTooLong`, and was shipped: `DeploymentNotShipped`.
    function configure(string calldata name, DeploymentConfig calldata config) external;
    /// @notice Pauses everything that is pausable and in use.
    /// @custom:effect Calls `pauseAll()` of each pausable deployment that is not deprecated, in the order of the names, twice for an address with two names.
    /// @custom:require The caller has the pauser role: `Error("AccessControl: account … is missing role …")`.
    /// @custom:require Each of the calls succeeds: what it reverts with is passed on and nothing is paused. An address without code reverts without data.
    function pauseAll() external;

    /// @notice Gives an account a role.
    /// @custom:effect Appends the account to the role's members: `RoleGranted`. Nothing if it has the role.
    /// @custom:require The caller is a default admin: `Error("AccessControl: account … is missing role …")`.
    function grantRole(bytes32 role, address account) external;
    /// @notice Takes a role from an account.
    /// @custom:effect Removes the account from the role's members, the last of whom takes its place: `RoleRevoked`. Nothing if it has no such role.
    /// @custom:require The caller is a default admin: `Error("AccessControl: account … is missing role …")`.
    function revokeRole(bytes32 role, address account) external;
    /// @notice Gives up a role of the caller's own.
    /// @custom:effect As `revokeRole`: `RoleRevoked`.
    /// @custom:require The account is the caller: `Error("AccessControl: can only renounce roles for self")`.
    function renounceRole(bytes32 role, address account) external;

    /// @notice The protocol's version; empty before the first.
    function version() external view returns (string memory);
    /// @notice The version's first byte.
    /// @dev Reverts: Panic(0x32) before the first version, or when it is empty.
    function majorVersion() external view returns (string memory);
    /// @notice The address of a deployment.
    /// @dev Reverts: StringTooLong; Error("EnumerableMap: nonexistent key") when no deployment has this name.
    function getAddress(string calldata name) external view returns (address);
    /// @notice The address of a deployment and how it is treated.
    /// @dev Reverts: StringTooLong; Error("EnumerableMap: nonexistent key") when no deployment has this name.
    function getDeployment(string calldata name) external view returns (address addr, DeploymentConfig memory config);
    /// @notice All deployments in the order in which their names came.
    function getAllDeployments() external view returns (string[] memory names, address[] memory addresses, DeploymentConfig[] memory configs);
    /// @notice How many names there are.
    function totalDeployments() external view returns (uint256);
    /// @notice The role that may pause: 01 followed by 31 zero bytes.
    function PAUSER_ROLE() external view returns (bytes32);
    /// @notice The role that decides over everything else: zero.
    function DEFAULT_ADMIN_ROLE() external view returns (bytes32);
    /// @notice Whether an account has a role.
    function hasRole(bytes32 role, address account) external view returns (bool);
    /// @notice The role whose members decide who has a role: always the default admin's.
    function getRoleAdmin(bytes32 role) external view returns (bytes32);
    /// @notice A member of a role.
    /// @dev Reverts: Panic(0x32) when there is none of this number.
    function getRoleMember(bytes32 role, uint256 index) external view returns (address);
    /// @notice How many accounts have a role.
    function getRoleMemberCount(bytes32 role) external view returns (uint256);
    /// @notice Whether this contract answers an interface, by ERC-165: itself and the two of access control.
    function supportsInterface(bytes4 interfaceId) external view returns (bool);
}

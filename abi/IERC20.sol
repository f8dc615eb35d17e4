// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @notice The ERC-20 token standard with its metadata.
interface IERC20 {
    /// @notice Tokens moved; `from` is zero when minted, `to` is zero when burned.
    /// @param from Who had them.
    /// @param to Who has them.
    /// @param value Token units.
    event Transfer(address indexed from, address indexed to, uint256 value);
    /// @notice An allowance was set.
    /// @param owner Whose tokens.
    /// @param spender Who may move them.
    /// @param value Token units.
    event Approval(address indexed owner, address indexed spender, uint256 value);

    /// @notice The token's name.
    function name() external view returns (string memory);
    /// @notice The token's symbol.
    function symbol() external view returns (string memory);
    /// @notice Decimal places of the displayed unit.
    function decimals() external view returns (uint8);
    /// @notice Token units in existence.
    function totalSupply() external view returns (uint256);
    /// @notice Token units of `account`.
    function balanceOf(address account) external view returns (uint256);
    /// @notice Token units of `owner` that `spender` may move.
    function allowance(address owner, address spender) external view returns (uint256);
    /// @notice Moves the caller's tokens.
    /// @dev Reverts: the token decides how.
    function transfer(address to, uint256 amount) external returns (bool);
    /// @notice Sets how many of the caller's tokens `spender` may move.
    /// @dev Reverts: the token decides how.
    function approve(address spender, uint256 amount) external returns (bool);
    /// @notice Moves tokens of `from` within the caller's allowance.
    /// @dev Reverts: the token decides how.
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
}

// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

/// @title What a strategy without share hooks answers to the two managers.
interface IHooklessStrategy {
    /// @notice As IStrategyVault.deposit, with a word more behind the shares, which decoders of the
    /// public ABI pass over. Only the strategy manager.
    /// @custom:effect As IStrategyVault.deposit.
    /// @param token The strategy's token.
    /// @param amount Tokens that have arrived already, wei.
    /// @return newShares Shares minted.
    /// @return hookless True: beforeAddShares and beforeRemoveShares never refuse and need not be called.
    function deposit(address token, uint256 amount) external returns (uint256 newShares, bool hookless);

    /// @notice As IStrategyVault.withdraw.
    /// @custom:effect As IStrategyVault.withdraw.
    /// @param recipient Who gets the tokens.
    /// @param token The strategy's token.
    /// @param amountShares Shares to redeem.
    /// @return amountOut Tokens paid, wei.
    function withdraw(address recipient, address token, uint256 amountShares) external returns (uint256 amountOut);
}

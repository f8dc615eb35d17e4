// SPDX-License-Identifier: MIT OR Apache-2.0
pragma solidity ^0.8.27;

import {IAVSRegistrar} from "../../abi/IAVSRegistrar.sol";
import {IAllocationManager} from "../../abi/IAllocationManager.sol";

/// @notice The smallest useful AVS: one operator set, whose members need a stake that can be slashed, and a
/// judge who slashes.
/// @dev It is its own registrar and its own slasher, so it needs nobody's permission but its judge's.
contract ExampleAvs is IAVSRegistrar {
    /// @notice The only operator set.
    uint32 public constant SET = 1;

    /// @notice The AVS registry and slasher.
    IAllocationManager public immutable allocationManager;
    /// @notice Who opens the set and slashes.
    address public immutable judge;
    /// @notice Least allocated stake of a new member, in shares of the set's first strategy.
    uint256 public immutable minimumStake;

    /// @notice Slashes so far of an operator.
    mapping(address operator => uint256) public faults;

    /// @notice An operator has been slashed for what `reason` says.
    event Judged(address indexed operator, uint256 slashId, uint256 shares, string reason);

    /// @notice The caller is not the judge.
    error OnlyJudge();
    /// @notice The caller is not the allocation manager.
    error OnlyAllocationManager();
    /// @notice An operator must join the one set, alone.
    error UnknownSet();
    /// @notice The operator was slashed before.
    error Faulty(address operator);
    /// @notice The operator has not allocated enough.
    error StakeTooLow(uint256 stake, uint256 minimum);

    modifier onlyJudge() {
        if (msg.sender != judge) revert OnlyJudge();
        _;
    }

    modifier onlyAllocationManager() {
        if (msg.sender != address(allocationManager)) revert OnlyAllocationManager();
        _;
    }

    constructor(IAllocationManager manager, uint256 minimum) {
        allocationManager = manager;
        minimumStake = minimum;
        judge = msg.sender;
    }

    /// @notice Registers this contract as an AVS, with one set over `strategies`.
    /// @dev Not in the constructor: the manager asks the registrar, which has no code until then.
    function open(address[] calldata strategies, string calldata uri) external onlyJudge {
        allocationManager.updateAVSMetadataURI(address(this), uri);
        allocationManager.setAVSRegistrar(address(this), address(this));
        IAllocationManager.CreateSetParams[] memory sets = new IAllocationManager.CreateSetParams[](1);
        sets[0] = IAllocationManager.CreateSetParams({operatorSetId: SET, strategies: strategies});
        allocationManager.createOperatorSets(address(this), sets);
    }

    /// @notice Takes `wad` parts of 1e18 of what a member has allocated, in each of the set's strategies.
    function slash(address operator, uint256 wad, string calldata reason) external onlyJudge {
        address[] memory strategies = _ascending(allocationManager.getStrategiesInOperatorSet(_set()));
        uint256[] memory wads = new uint256[](strategies.length);
        for (uint256 i = 0; i < wads.length; i++) {
            wads[i] = wad;
        }
        faults[operator] += 1;
        (uint256 slashId, uint256[] memory shares) = allocationManager.slashOperator(
            address(this),
            IAllocationManager.SlashingParams({
                operator: operator,
                operatorSetId: SET,
                strategies: strategies,
                wadsToSlash: wads,
                description: reason
            })
        );
        uint256 total;
        for (uint256 i = 0; i < shares.length; i++) {
            total += shares[i];
        }
        emit Judged(operator, slashId, total, reason);
    }

    /// @inheritdoc IAVSRegistrar
    function registerOperator(address operator, address avs, uint32[] calldata ids, bytes calldata)
        external
        view
        onlyAllocationManager
    {
        if (avs != address(this) || ids.length != 1 || ids[0] != SET) revert UnknownSet();
        if (faults[operator] != 0) revert Faulty(operator);
        uint256 stake = stakeOf(operator);
        if (stake < minimumStake) revert StakeTooLow(stake, minimumStake);
    }

    /// @inheritdoc IAVSRegistrar
    function deregisterOperator(address, address, uint32[] calldata) external view onlyAllocationManager {}

    /// @inheritdoc IAVSRegistrar
    function supportsAVS(address avs) external view returns (bool) {
        return avs == address(this);
    }

    /// @notice The set's members.
    function members() external view returns (address[] memory) {
        return allocationManager.getMembers(_set());
    }

    /// @notice What an operator has allocated to the set, in shares of its first strategy.
    function stakeOf(address operator) public view returns (uint256) {
        address[] memory operators = new address[](1);
        operators[0] = operator;
        address[] memory strategies = allocationManager.getStrategiesInOperatorSet(_set());
        return allocationManager.getAllocatedStake(_set(), operators, strategies)[0][0];
    }

    function _set() private view returns (IAllocationManager.OperatorSet memory) {
        return IAllocationManager.OperatorSet({avs: address(this), id: SET});
    }

    /// @dev The set keeps its strategies in the order in which they came; a slash wants them ascending.
    function _ascending(address[] memory list) private pure returns (address[] memory) {
        for (uint256 i = 1; i < list.length; i++) {
            address item = list[i];
            uint256 j = i;
            for (; j > 0 && list[j - 1] > item; j--) {
                list[j] = list[j - 1];
            }
            list[j] = item;
        }
        return list;
    }
}

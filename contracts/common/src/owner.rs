//! The owner of a contract, with OpenZeppelin's events and strings.

use crate::{abi::Address, host, interface, packed, revert, storage::Slot};

// Every owned interface declares the same event; the smallest one gives it.
interface!(mod events = "IStrategyManager.sol");

const OWNER: Slot = Slot::tag(0xfd);

packed! {
    /// Packed slot: 20 + 1 = 21.
    struct Ownership {
        /// Who owns the contract.
        owner: Address = 20,
        /// True once the contract was initialised.
        initialized: bool = 1,
    }
}

/// "Ownable: caller is not the owner".
const NOT_THE_OWNER: [[u64; 4]; 1] =
    [[0x4f77_6e61_626c_653a, 0x2063_616c_6c65_7220, 0x6973_206e_6f74_2074, 0x6865_206f_776e_6572]];

/// "Ownable: new owner is the zero address".
const ZERO_OWNER: [[u64; 4]; 2] = [
    [0x4f77_6e61_626c_653a, 0x206e_6577_206f_776e, 0x6572_2069_7320_7468, 0x6520_7a65_726f_2061],
    [0x6464_7265_7373_0000, 0, 0, 0],
];

/// The owner.
pub fn get() -> Address {
    OWNER.get::<Ownership>().owner
}

/// Makes `owner` the first owner; a second time reverts as OpenZeppelin's initializer does.
pub fn initialize_once(owner: Address) {
    if OWNER.get::<Ownership>().initialized {
        revert::long_string(46, &revert::ALREADY_INITIALIZED);
    }
    set(owner);
}

/// Reverts for anyone but the owner.
pub fn require_owner() {
    if host::sender() != get() {
        revert::long_string(32, &NOT_THE_OWNER);
    }
}

/// `transferOwnership(address)`.
pub fn transfer(owner: Address) {
    require_owner();
    if owner.is_zero() {
        revert::long_string(38, &ZERO_OWNER);
    }
    set(owner);
}

/// `renounceOwnership()`.
pub fn renounce() {
    require_owner();
    set(Address::ZERO);
}

/// Makes `owner` the owner, whoever calls and whoever it is: for initialisers that name two.
pub fn set(owner: Address) {
    let previous_owner = get();
    OWNER.set(&Ownership { owner, initialized: true });
    events::OwnershipTransferred { previous_owner, new_owner: owner }.emit();
}

//! What every interface answers to, by selector: for decoding without knowing the contract.

/// Selectors (or topics) of one kind of item of one interface, with their signatures.
#[derive(Clone, Copy, Debug)]
pub struct Table<const N: usize> {
    selectors: &'static [[u8; N]],
    signatures: &'static [&'static str],
}

impl<const N: usize> Table<N> {
    const EMPTY: Self = Self { selectors: &[], signatures: &[] };

    /// Each selector with its canonical signature, ascending by selector.
    pub fn iter(&self) -> impl Iterator<Item = ([u8; N], &'static str)> + use<N> {
        self.selectors.iter().copied().zip(self.signatures.iter().copied())
    }

    /// The canonical signature behind a selector, if this table has it.
    #[must_use]
    pub fn signature(&self, selector: [u8; N]) -> Option<&'static str> {
        let at = self.selectors.binary_search(&selector).ok()?;
        self.signatures.get(at).copied()
    }
}

/// One interface of the suite.
#[derive(Clone, Copy, Debug)]
pub struct Interface {
    /// Its name, e.g. `IDelegationManager`.
    pub name: &'static str,
    /// Functions by their 4-byte selector.
    pub functions: Table<4>,
    /// Errors by their 4-byte selector.
    pub errors: Table<4>,
    /// Events by their topic.
    pub events: Table<32>,
}

/// The table behind one generated enum, or an empty one where the interface declares no such item.
macro_rules! table {
    ($interface:ident, none) => {
        Table::EMPTY
    };
    ($interface:ident, $items:ident) => {
        Table {
            selectors: crate::$interface::$items::SELECTORS,
            signatures: crate::$interface::$items::SIGNATURES,
        }
    };
}

macro_rules! catalogue {
    ($($name:ident: $calls:ident, $errors:ident, $events:ident;)*) => {
        &[$(Interface {
            name: stringify!($name),
            functions: table!($name, $calls),
            errors: table!($name, $errors),
            events: table!($name, $events),
        }),*]
    };
}

/// Every interface of the suite, by name.
pub const INTERFACES: &[Interface] = catalogue! {
    IAVSDirectory: IAVSDirectoryCalls, IAVSDirectoryErrors, IAVSDirectoryEvents;
    IAVSRegistrar: IAVSRegistrarCalls, none, none;
    IAVSTaskHook: IAVSTaskHookCalls, none, none;
    IAllocationManager: IAllocationManagerCalls, IAllocationManagerErrors, IAllocationManagerEvents;
    IBN254CertificateVerifier: IBN254CertificateVerifierCalls, none, none;
    IDelegationManager: IDelegationManagerCalls, IDelegationManagerErrors, IDelegationManagerEvents;
    IDurationVault: IDurationVaultCalls, IDurationVaultErrors, IDurationVaultEvents;
    IECDSACertificateVerifier: IECDSACertificateVerifierCalls, none, none;
    IERC1271: IERC1271Calls, none, none;
    IERC20: IERC20Calls, none, IERC20Events;
    IKeyRegistrar: IKeyRegistrarCalls, IKeyRegistrarErrors, IKeyRegistrarEvents;
    IPauserRegistry: IPauserRegistryCalls, IPauserRegistryErrors, IPauserRegistryEvents;
    IPermissionController: IPermissionControllerCalls, IPermissionControllerErrors, IPermissionControllerEvents;
    IProtocolRegistry: IProtocolRegistryCalls, IProtocolRegistryErrors, IProtocolRegistryEvents;
    IReleaseManager: IReleaseManagerCalls, IReleaseManagerErrors, IReleaseManagerEvents;
    IRewardsCoordinator: IRewardsCoordinatorCalls, IRewardsCoordinatorErrors, IRewardsCoordinatorEvents;
    IStrategyFactory: IStrategyFactoryCalls, IStrategyFactoryErrors, IStrategyFactoryEvents;
    IStrategyManager: IStrategyManagerCalls, IStrategyManagerErrors, IStrategyManagerEvents;
    IStrategyVault: IStrategyVaultCalls, IStrategyVaultErrors, IStrategyVaultEvents;
    ITaskMailbox: ITaskMailboxCalls, ITaskMailboxErrors, ITaskMailboxEvents;
};

/// The canonical signature of a custom error, whichever contract raised it.
///
/// One selector has one meaning across the suite. Solidity's own `Error(string)` and
/// `Panic(uint256)` belong to no interface and are not found.
#[must_use]
pub fn error_signature(selector: [u8; 4]) -> Option<&'static str> {
    INTERFACES.iter().find_map(|interface| interface.errors.signature(selector))
}

/// The canonical signature of an event, whichever contract emitted it.
#[must_use]
pub fn event_signature(topic: [u8; 32]) -> Option<&'static str> {
    INTERFACES.iter().find_map(|interface| interface.events.signature(topic))
}

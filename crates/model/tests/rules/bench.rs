//! A fresh model and typed calls to it.

use alloy_primitives::{Address, B256, Bytes, U256, uint};
use alloy_sol_types::{Revert, SolCall, SolError, SolEvent};
use surety_abi::{IAllocationManager as am, IDelegationManager as dm, IStrategyManager as sm};
use surety_model::Model;
use surety_scenario::eip712::{DomainBase, Signable, sign_digest};
use surety_scenario::story::cast::{default_params, keys};
use surety_scenario::world::{EmittedLog, Moment, World as _};

/// 1e18: a whole token, or the whole of a magnitude.
pub(crate) const ONE: U256 = uint!(1000000000000000000_U256);
/// The same for magnitudes.
pub(crate) const WAD: u64 = 1_000_000_000_000_000_000;

/// The model and the logs of its last transaction.
pub(crate) struct Bench {
    pub(crate) model: Model,
    pub(crate) logs: Vec<EmittedLog>,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self { model: Model::alone(default_params()).unwrap(), logs: Vec::new() }
    }

    /// The address of a symbol, without its dollar sign.
    pub(crate) fn at(&self, symbol: &str) -> Address {
        self.model.directory()[&format!("${symbol}")]
    }

    /// Lets blocks pass, twelve seconds each.
    pub(crate) fn mine(&mut self, blocks: u64) {
        let Moment { block, timestamp } = self.model.now();
        self.model.advance(Moment { block: block + blocks, timestamp: timestamp + 12 * blocks });
    }

    /// Lets time pass within the block.
    pub(crate) fn wait(&mut self, secs: u64) {
        let Moment { block, timestamp } = self.model.now();
        self.model.advance(Moment { block, timestamp: timestamp + secs });
    }

    pub(crate) fn time(&self) -> u64 {
        self.model.now().timestamp
    }

    /// Sends a transaction: return data or revert data.
    pub(crate) fn try_send(&mut self, from: &str, to: Address, data: Vec<u8>) -> Result<Bytes, Bytes> {
        let outcome = self.model.transact(self.at(from), to, &data.into(), U256::ZERO);
        self.logs = outcome.logs;
        if outcome.success { Ok(outcome.output) } else { Err(outcome.output) }
    }

    /// Sends a transaction that must succeed.
    #[track_caller]
    pub(crate) fn send<C: SolCall>(&mut self, from: &str, to: &str, call: C) -> C::Return {
        let output = self.try_send(from, self.at(to), call.abi_encode());
        let output = output.unwrap_or_else(|data| panic!("{} reverted with {data}", C::SIGNATURE));
        C::abi_decode_returns(&output).unwrap()
    }

    /// Sends a transaction that must fail with an error.
    #[track_caller]
    pub(crate) fn fails<C: SolCall, E: SolError>(&mut self, from: &str, to: &str, call: C, error: E) {
        let revert = self.try_send(from, self.at(to), call.abi_encode()).expect_err(C::SIGNATURE);
        assert_eq!(revert, Bytes::from(error.abi_encode()), "{}", C::SIGNATURE);
        assert!(self.logs.is_empty());
    }

    /// The same with a text.
    #[track_caller]
    pub(crate) fn fails_saying<C: SolCall>(&mut self, from: &str, to: &str, call: C, text: &str) {
        self.fails(from, to, call, Revert::from(text));
    }

    /// Asks a view that must answer.
    #[track_caller]
    pub(crate) fn view<C: SolCall>(&mut self, to: &str, call: C) -> C::Return {
        let outcome = self.model.view(self.at(to), &call.abi_encode().into());
        assert!(outcome.success, "{} reverted with {}", C::SIGNATURE, outcome.output);
        C::abi_decode_returns(&outcome.output).unwrap()
    }

    /// The only log of an event in the last transaction.
    #[track_caller]
    pub(crate) fn event<E: SolEvent>(&self) -> E {
        let found: Vec<E> = self.logs.iter().filter_map(|log| E::decode_log_data(&log.data).ok()).collect();
        assert_eq!(found.len(), 1, "logs of {}", E::SIGNATURE);
        found.into_iter().next().unwrap()
    }

    /// How many logs the last transaction left.
    pub(crate) fn logs_of(&self, emitter: &str) -> usize {
        let emitter = self.at(emitter);
        self.logs.iter().filter(|log| log.emitter == emitter).count()
    }

    /// An actor's signature of a message.
    pub(crate) fn sign(&self, signer: &str, message: &Signable) -> Bytes {
        let params = default_params();
        let domain =
            DomainBase { name: params.eip712_name, version: params.version, chain_id: params.chain_id };
        let verifier = self.at(&message.verifier_symbol()[1..]);
        let digest = domain.digest(verifier, message.struct_hash());
        sign_digest(keys()[&format!("${signer}")], digest).unwrap().into()
    }

    pub(crate) fn deposit(&mut self, who: &str, letter: char, amount: U256) -> U256 {
        let (strategy, token) = (self.at(&format!("strategy{letter}")), self.at(&format!("token{letter}")));
        self.send(who, "sm", sm::depositIntoStrategyCall { strategy, token, amount })
    }

    pub(crate) fn register_operator(&mut self, who: &str) {
        let zero = Address::ZERO;
        let call = dm::registerAsOperatorCall {
            initDelegationApprover: zero,
            allocationDelay: 0,
            metadataURI: String::new(),
        };
        self.send(who, "dm", call);
    }

    pub(crate) fn delegation_to(&self, operator: &str) -> dm::delegateToCall {
        dm::delegateToCall {
            operator: self.at(operator),
            approverSignatureAndExpiry: dm::SignatureWithExpiry {
                signature: Bytes::new(),
                expiry: U256::ZERO,
            },
            approverSalt: B256::ZERO,
        }
    }

    /// Makes set 1 of an AVS with the strategies of some letters and a registrar that takes all.
    pub(crate) fn create_set(&mut self, avs: &str, letters: &str) {
        let address = self.at(avs);
        let registrar = self.at("acceptRegistrar");
        self.send(avs, "am", am::setAVSRegistrarCall { avs: address, registrar });
        self.send(avs, "am", am::updateAVSMetadataURICall { avs: address, metadataURI: String::new() });
        let strategies = letters.chars().map(|letter| self.at(&format!("strategy{letter}"))).collect();
        let params = vec![am::CreateSetParams { operatorSetId: 1, strategies }];
        self.send(avs, "am", am::createOperatorSets_0Call { avs: address, params });
    }

    /// An operator joins set 1 of an AVS.
    pub(crate) fn join_set(&mut self, operator: &str, avs: &str) {
        let params = am::RegisterParams { avs: self.at(avs), operatorSetIds: vec![1], data: Bytes::new() };
        self.send(operator, "am", am::registerForOperatorSetsCall { operator: self.at(operator), params });
    }

    /// A call that gives set 1 of an AVS a magnitude of the operator.
    pub(crate) fn allocation(
        &self,
        operator: &str,
        avs: &str,
        letter: char,
        magnitude: u64,
    ) -> am::modifyAllocationsCall {
        am::modifyAllocationsCall {
            operator: self.at(operator),
            params: vec![am::AllocateParams {
                operatorSet: am::OperatorSet { avs: self.at(avs), id: 1 },
                strategies: vec![self.at(&format!("strategy{letter}"))],
                newMagnitudes: vec![magnitude],
            }],
        }
    }
}

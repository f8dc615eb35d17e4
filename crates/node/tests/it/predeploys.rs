//! The contracts of the genesis state: places in the program cache, and programs with constructors.

use crate::support::{Host, host, host_with};
use alloy_primitives::{Address, B256, Bytes, U256, address, hex, keccak256};
use alloy_sol_types::{SolCall, SolError, SolEvent, sol};
use serde_json::{Value, json};
use surety_node::NodeConfig;
use surety_stylus_vm::code::{classic_code, deploy_init_code};

sol! {
    function activateProgram(address program) external payable returns (uint16 version, uint256 dataFee);
    function codehashAsmSize(bytes32 codehash) external view returns (uint32);
    function codehashVersion(bytes32 codehash) external view returns (uint16);
    function allCacheManagers() external view returns (address[] managers);
    function codehashIsCached(bytes32 codehash) external view returns (bool);
    function getNetworkFeeAccount() external view returns (address);

    function placeBid(address program) external payable;
    function getMinBid(address program) external view returns (uint192);
    function getSmallestEntries(uint256 count) external view returns (Entry[] memory);
    function cacheSize() external view returns (uint64);
    function queueSize() external view returns (uint64);
    function setCacheSize(uint64 size) external;
    function evictAll() external;
    function makeSpace(uint64 size) external payable returns (uint64);
    function paused() external;
    function unpause() external;
    function sweepFunds() external;

    #[derive(Debug)]
    struct Entry { bytes32 code; uint64 size; uint192 bid; }
    event InsertBid(bytes32 indexed codehash, address program, uint192 bid, uint64 size);
    error AlreadyCached(bytes32 codehash);
    error BidTooSmall(uint192 bid, uint192 min);
    error BidsArePaused();
    error NotChainOwner(address sender);
    error ProgramNotActivated();
    error AsmTooLarge(uint256 asm, uint256 queueSize, uint256 cacheSize);

    function deploy(bytes bytecode, bytes initData, uint256 initValue, bytes32 salt) external payable returns (address);
    event ContractDeployed(address deployedContract);
    error ContractInitializationError(address newContract);
}

const ARB_OWNER_PUBLIC: Address = address!("000000000000000000000000000000000000006b");
const ARB_WASM: Address = address!("0000000000000000000000000000000000000071");
const ARB_WASM_CACHE: Address = address!("0000000000000000000000000000000000000072");
const CHAIN_OWNER: Address = address!("0000000000000000000000000000000000c0ffee");
const STYLUS_DEPLOYER: Address = address!("cEcba2F1DC234f70Dd89F2041029807F8D03A990");
const ETHER: u64 = 1_000_000_000_000_000_000;

/// Keeps the word behind calldata's selector in slot 0; a word of nothing is refused. The constant makes
/// programs differ.
fn program(constant: u8) -> Bytes {
    let text = format!(
        r#"(module
          (import "vm_hooks" "read_args" (func $read_args (param i32)))
          (import "vm_hooks" "storage_cache_bytes32" (func $storage_cache_bytes32 (param i32 i32)))
          (import "vm_hooks" "storage_flush_cache" (func $storage_flush_cache (param i32)))
          (memory (export "memory") 1 1)
          (func (export "user_entrypoint") (param i32) (result i32)
            (call $read_args (i32.const 0))
            (call $storage_cache_bytes32 (i32.const 64) (i32.const 4))
            (call $storage_flush_cache (i32.const 0))
            (drop (i32.const {constant}))
            (i64.eqz (i64.load (i32.const 28)))))"#
    );
    classic_code(&wat::parse_str(text).unwrap()).into()
}

impl Host {
    async fn transact(&self, from: Address, to: Option<Address>, value: u64, data: Bytes) -> Value {
        let tx = json!({ "from": from, "to": to, "value": format!("{value:#x}"), "data": data });
        let hash = self.call("eth_sendTransaction", json!([tx])).await;
        let receipt = self.call("eth_getTransactionReceipt", json!([hash])).await;
        assert_eq!(receipt["status"], "0x1", "{receipt}");
        receipt
    }

    async fn does(&self, from: Address, to: Address, value: u64, call: &impl SolCall) -> Value {
        self.transact(from, Some(to), value, call.abi_encode().into()).await
    }

    async fn asks<C: SolCall>(&self, to: Address, call: &C) -> C::Return {
        let data = Bytes::from(call.abi_encode());
        let answer = self.call("eth_call", json!([{ "to": to, "data": data }])).await;
        C::abi_decode_returns(&hex::decode(answer.as_str().unwrap()).unwrap()).unwrap()
    }

    /// Fails unless the call is refused with the error.
    async fn refuses<E: SolError>(&self, to: Address, value: u64, call: &impl SolCall) -> E {
        let data = Bytes::from(call.abi_encode());
        let from = self.alice().address();
        let tx = json!({ "from": from, "to": to, "value": format!("{value:#x}"), "data": data });
        let error = self.error("eth_call", json!([tx])).await;
        E::abi_decode(&hex::decode(error["data"].as_str().unwrap_or_default()).unwrap()).unwrap()
    }

    async fn is_cached(&self, code: &Bytes) -> bool {
        self.asks(ARB_WASM_CACHE, &codehashIsCachedCall { codehash: keccak256(code) }).await
    }

    /// What an active program takes in the cache, bytes.
    async fn size(&self, code: &Bytes) -> u64 {
        self.asks(ARB_WASM, &codehashAsmSizeCall { codehash: keccak256(code) }).await.into()
    }

    /// Deploys a program, and activates it if wanted.
    async fn install(&self, code: &Bytes, activated: bool) -> Address {
        let alice = self.alice().address();
        let receipt = self.transact(alice, None, 0, deploy_init_code(code).into()).await;
        let program = receipt["contractAddress"].as_str().unwrap().parse().unwrap();
        if activated {
            self.does(alice, ARB_WASM, ETHER, &activateProgramCall { program }).await;
        }
        program
    }

    async fn cache_manager(&self) -> Address {
        *self.asks(ARB_WASM_CACHE, &allCacheManagersCall {}).await.last().unwrap()
    }

    async fn balance(&self, account: Address) -> U256 {
        let answer = self.call("eth_getBalance", json!([account, "latest"])).await;
        answer.as_str().unwrap().parse().unwrap()
    }
}

/// What `cargo stylus check` asks about a program that is nowhere yet.
#[tokio::test]
async fn an_activation_is_tried_on_code_that_only_the_call_has() {
    let host = host().await;
    let code = program(1);
    let nowhere = Address::repeat_byte(0x77);
    let sender = Address::repeat_byte(0x78);
    let refusal = codehashVersionCall { codehash: keccak256(&code) };
    host.refuses::<ProgramNotActivated>(ARB_WASM, 0, &refusal).await;

    let tx = json!({
        "from": sender,
        "to": ARB_WASM,
        "value": format!("{ETHER:#x}"),
        "data": Bytes::from(activateProgramCall { program: nowhere }.abi_encode()),
    });
    let overrides =
        json!({ nowhere.to_string(): { "code": code }, sender.to_string(): { "balance": U256::MAX } });
    let answer = host.call("eth_call", json!([tx, "latest", overrides])).await;
    let answer = hex::decode(answer.as_str().unwrap()).unwrap();
    let activated = activateProgramCall::abi_decode_returns(&answer).unwrap();
    assert!(activated.version > 0 && activated.dataFee > U256::ZERO);
    assert_eq!(host.call("eth_getCode", json!([nowhere, "latest"])).await, "0x");

    let program = host.install(&code, true).await;
    assert_eq!(host.asks(ARB_WASM, &refusal).await, activated.version);
    assert_ne!(program, nowhere);
}

#[tokio::test]
async fn a_bid_caches_an_active_program_once() {
    let host = host().await;
    let (alice, manager) = (host.alice().address(), host.cache_manager().await);
    assert_eq!(host.asks(manager, &cacheSizeCall {}).await, 512 << 20);
    let (code, idle) = (program(1), program(2));
    let (active, inactive) = (host.install(&code, true).await, host.install(&idle, false).await);
    let call = placeBidCall { program: inactive };
    host.refuses::<ProgramNotActivated>(manager, 0, &call).await;

    assert_eq!(host.asks(manager, &getMinBidCall { program: active }).await, 0);
    let call = placeBidCall { program: active };
    let receipt = host.does(alice, manager, 0, &call).await;
    assert!(host.is_cached(&code).await && !host.is_cached(&idle).await);
    let log = receipt["logs"].as_array().unwrap().last().unwrap();
    assert_eq!(log["topics"], json!([InsertBid::SIGNATURE_HASH, keccak256(&code)]));
    assert_eq!(host.asks(manager, &queueSizeCall {}).await, host.size(&code).await);
    let refusal: AlreadyCached = host.refuses(manager, 0, &call).await;
    assert_eq!(refusal.codehash, keccak256(&code));
}

#[tokio::test]
async fn a_full_cache_gives_its_cheapest_place_to_a_higher_bid() {
    let host = host().await;
    let (alice, manager) = (host.alice().address(), host.cache_manager().await);
    let codes = [1, 2, 3].map(program);
    let mut programs = Vec::new();
    for code in &codes {
        programs.push(host.install(code, true).await);
    }
    let [dear, cheap, late] = programs[..] else { panic!("{programs:?}") };
    let size = host.size(&codes[0]).await;
    host.call("anvil_impersonateAccount", json!([CHAIN_OWNER])).await;
    host.does(CHAIN_OWNER, manager, 0, &setCacheSizeCall { size: 2 * size }).await;
    host.does(alice, manager, ETHER / 5, &placeBidCall { program: dear }).await;
    host.does(alice, manager, ETHER / 10, &placeBidCall { program: cheap }).await;
    let entries = host.asks(manager, &getSmallestEntriesCall { count: U256::from(9) }).await;
    assert_eq!(
        entries.iter().map(|entry| entry.code).collect::<Vec<_>>(),
        [1, 0].map(|i| keccak256(&codes[i]))
    );

    let bid = placeBidCall { program: late };
    let refusal: BidTooSmall = host.refuses(manager, 0, &bid).await;
    assert_eq!(refusal.min, entries[0].bid);
    let least = host.asks(manager, &getMinBidCall { program: late }).await.to::<u64>();
    // It fades by ten gwei a second.
    assert!((ETHER / 11..=ETHER / 10).contains(&least), "{least}");
    host.does(alice, manager, least, &bid).await;
    assert!(host.is_cached(&codes[0]).await && host.is_cached(&codes[2]).await);
    assert!(!host.is_cached(&codes[1]).await);
    assert_eq!(host.asks(manager, &queueSizeCall {}).await, 2 * size);

    // 300 days are worth 0.27 ether: all bids have faded.
    host.call("evm_increaseTime", json!([300 * 86_400])).await;
    host.call("evm_mine", json!([])).await;
    assert_eq!(host.asks(manager, &getMinBidCall { program: cheap }).await, 0);
    host.does(alice, manager, 0, &makeSpaceCall { size }).await;
    assert_eq!(host.asks(manager, &queueSizeCall {}).await, size);
    assert!(host.is_cached(&codes[0]).await && !host.is_cached(&codes[2]).await);
}

#[tokio::test]
async fn the_chain_owner_alone_rules_the_cache() {
    let host = host().await;
    let (alice, manager) = (host.alice().address(), host.cache_manager().await);
    let refusal: NotChainOwner = host.refuses(manager, 0, &setCacheSizeCall { size: 1 }).await;
    assert_eq!(refusal.sender, alice);
    let code = program(1);
    let bid = placeBidCall { program: host.install(&code, true).await };
    host.call("anvil_impersonateAccount", json!([CHAIN_OWNER])).await;
    host.does(CHAIN_OWNER, manager, 0, &pausedCall {}).await;
    host.refuses::<BidsArePaused>(manager, 7, &bid).await;
    host.does(CHAIN_OWNER, manager, 0, &unpauseCall {}).await;
    let size = host.size(&code).await;
    host.does(CHAIN_OWNER, manager, 0, &setCacheSizeCall { size: size - 1 }).await;
    host.refuses::<AsmTooLarge>(manager, 7, &bid).await;
    host.does(CHAIN_OWNER, manager, 0, &setCacheSizeCall { size }).await;
    host.does(alice, manager, 7, &bid).await;

    let fees = host.asks(ARB_OWNER_PUBLIC, &getNetworkFeeAccountCall {}).await;
    let before = host.balance(fees).await;
    host.does(alice, manager, 0, &sweepFundsCall {}).await;
    assert_eq!(host.balance(manager).await, U256::ZERO);
    // Besides, the account gets what the transaction itself cost.
    assert!(host.balance(fees).await >= before + U256::from(7));
    host.does(CHAIN_OWNER, manager, 0, &evictAllCall {}).await;
    assert!(!host.is_cached(&code).await);
}

#[tokio::test]
async fn the_oldest_stylus_has_no_cache_manager() {
    let host = host_with(NodeConfig { arbos: 30, ..NodeConfig::default() }).await;
    assert!(host.asks(ARB_WASM_CACHE, &allCacheManagersCall {}).await.is_empty());
}

#[tokio::test]
async fn a_program_is_deployed_activated_and_initialised_at_once() {
    let host = host().await;
    let alice = host.alice().address();
    let code = program(1);
    let word = B256::repeat_byte(7);
    let call = |word: B256, salt| deployCall {
        bytecode: deploy_init_code(&code).into(),
        initData: [&[1, 2, 3, 4], word.as_slice()].concat().into(),
        initValue: U256::ZERO,
        salt,
    };
    let refusal: ContractInitializationError =
        host.refuses(STYLUS_DEPLOYER, ETHER, &call(B256::ZERO, B256::ZERO)).await;
    assert_ne!(refusal.newContract, Address::ZERO);
    let salt = B256::repeat_byte(9);
    let first = call(word, salt);
    // The salt in use says how the program was initialised.
    let used = keccak256([salt.as_slice(), &first.initData, B256::ZERO.as_slice()].concat());
    let place = STYLUS_DEPLOYER.create2_from_code(used, &first.bytecode);
    // Active from now on: the second needs no data fee.
    for (call, value) in [(first, ETHER), (call(word, B256::ZERO), 0)] {
        let receipt = host.does(alice, STYLUS_DEPLOYER, value, &call).await;
        let log = receipt["logs"].as_array().unwrap().last().unwrap();
        assert_eq!(log["topics"], json!([ContractDeployed::SIGNATURE_HASH]));
        let deployed = Address::from_word(log["data"].as_str().unwrap().parse().unwrap());
        assert_eq!(deployed == place, call.salt == salt);
        let kept = host.call("eth_getStorageAt", json!([deployed, "0x0", "latest"])).await;
        assert_eq!(kept, json!(word));
        assert_eq!(host.balance(STYLUS_DEPLOYER).await, U256::ZERO);
    }
}

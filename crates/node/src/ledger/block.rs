//! Blocks.

use super::MinedTx;
use alloy_consensus::{
    EMPTY_OMMER_ROOT_HASH, Eip658Value, Header, Receipt, ReceiptEnvelope, ReceiptWithBloom, TxType, proofs,
};
use alloy_eips::eip2718::Encodable2718 as _;
use alloy_primitives::{B64, B256, Bloom, Bytes, U256};
use surety_devnode::BlockEnv;

/// A block with its transactions.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) header: Header,
    /// Hash of the header.
    pub(crate) hash: B256,
    /// What contracts in it saw as `block.number`.
    pub(crate) l1_number: u64,
    pub(crate) txs: Vec<MinedTx>,
    /// Length of its encoding, bytes.
    pub(crate) size: u64,
}

impl Block {
    /// Seals a block.
    ///
    /// There is no trie of the state, so its root is zero; all other roots are what they say.
    pub(crate) fn seal(env: &BlockEnv, arbos: u64, parent_hash: B256, txs: Vec<MinedTx>) -> Self {
        let encoded: Vec<_> = txs.iter().map(|mined| mined.tx.encoded()).collect();
        let receipts: Vec<_> = txs.iter().map(receipt).collect();
        let bloom = txs.iter().fold(Bloom::ZERO, |bloom, mined| bloom | mined.bloom);
        let header = Header {
            parent_hash,
            ommers_hash: EMPTY_OMMER_ROOT_HASH,
            beneficiary: env.coinbase,
            state_root: B256::ZERO,
            transactions_root: proofs::ordered_trie_root_with_encoder(&encoded, |tx, out| {
                out.extend_from_slice(tx);
            }),
            receipts_root: proofs::ordered_trie_root_with_encoder(&receipts, |receipt, out| {
                receipt.encode_2718(out);
            }),
            logs_bloom: bloom,
            difficulty: U256::ONE,
            number: env.number,
            gas_limit: env.gas_limit,
            gas_used: txs.last().map_or(0, |last| last.cumulative_gas_used),
            timestamp: env.timestamp,
            // The root of messages to L1, of which this chain keeps no tree.
            extra_data: Bytes::from_static(&[0; 32]),
            mix_hash: mix_hash(env.l1_number, arbos),
            nonce: B64::ZERO,
            base_fee_per_gas: Some(env.basefee),
            ..Header::default()
        };
        // Length prefixes apart, a block is its header and its transactions.
        let size = header.size() as u64 + encoded.iter().map(|tx| tx.len() as u64).sum::<u64>();
        Self { hash: header.hash_slow(), header, l1_number: env.l1_number, txs, size }
    }

    pub(crate) const fn number(&self) -> u64 {
        self.header.number
    }

    pub(crate) const fn timestamp(&self) -> u64 {
        self.header.timestamp
    }
}

/// What Nitro puts where other chains have randomness: messages sent to L1, L1 block number, ArbOS
/// version, each 8 bytes.
fn mix_hash(l1_number: u64, arbos: u64) -> B256 {
    let words = [0, l1_number, arbos, 0].map(u64::to_be_bytes).concat();
    B256::right_padding_from(&words)
}

/// The receipt as consensus has it.
fn receipt(mined: &MinedTx) -> ReceiptEnvelope {
    let receipt = Receipt {
        status: Eip658Value::Eip658(mined.success),
        cumulative_gas_used: mined.cumulative_gas_used,
        logs: mined.logs.clone(),
    };
    let receipt = ReceiptWithBloom { receipt, logs_bloom: mined.bloom };
    match mined.tx.envelope.tx_type() {
        TxType::Legacy => ReceiptEnvelope::Legacy(receipt),
        TxType::Eip2930 => ReceiptEnvelope::Eip2930(receipt),
        TxType::Eip1559 => ReceiptEnvelope::Eip1559(receipt),
        TxType::Eip4844 => ReceiptEnvelope::Eip4844(receipt),
        TxType::Eip7702 => ReceiptEnvelope::Eip7702(receipt),
    }
}

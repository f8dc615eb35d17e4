//! An Arbitrum development node over the embedded chain.

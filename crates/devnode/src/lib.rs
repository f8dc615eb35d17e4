//! An Arbitrum chain in memory: revm with Stylus programs in its call tree

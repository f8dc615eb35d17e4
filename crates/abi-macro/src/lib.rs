//! Generates a Stylus dispatcher from a Solidity interface

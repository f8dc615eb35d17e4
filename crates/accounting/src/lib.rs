//! The mathematics of shares, magnitudes, slashing and withdrawal, without a host

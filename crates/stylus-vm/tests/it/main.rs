//! Programs as a chain sees them: activated, loaded and run through the public interface.

mod activation_rules;
mod activation_vectors;
mod disk_cache;
mod execution_vectors;
mod hostile;
mod hostio_prices;
mod metering;
mod support;

//! Programs as a chain sees them: activated, loaded and run through the public interface.

mod activation_vectors;
mod execution_vectors;
mod hostile;
mod support;

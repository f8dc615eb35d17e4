//! What every program shares: dispatch, storage, calls, roles

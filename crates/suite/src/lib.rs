//! Deploys and addresses the whole suite on an embedded chain

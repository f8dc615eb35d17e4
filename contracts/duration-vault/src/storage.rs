//! Storage of one vault, beyond what every strategy has ([`surety_common::vault`]).
//!
//! | tag | keys | word |
//! | --- | --- | --- |
//! | 0 | | the strategy's word; its spare bytes are the [`crate::term::Term`] |
//! | 3 | | base of the metadata's location; hashed |

use surety_common::{blob::Blob, storage::Slot};

/// Where the vault's metadata is.
pub(crate) fn metadata_uri() -> Blob {
    Blob(Slot::keyed(3, &[]))
}

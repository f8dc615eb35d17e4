//! Parameters of a call, in order.

use super::RpcError;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// What is left of a call's parameters.
#[derive(Debug)]
pub(crate) struct Params<'a> {
    values: std::vec::IntoIter<&'a RawValue>,
    /// Parameters taken so far.
    taken: usize,
}

impl<'a> Params<'a> {
    /// Parameters as the request has them: an array, or nothing.
    pub(crate) fn new(raw: Option<&'a RawValue>) -> Result<Self, RpcError> {
        let values = match raw.map(RawValue::get) {
            None | Some("null") => Vec::new(),
            Some(text) => serde_json::from_str::<Vec<&'a RawValue>>(text)
                .map_err(|_| RpcError::invalid_params("params must be an array"))?,
        };
        Ok(Self { values: values.into_iter(), taken: 0 })
    }

    /// The next parameter.
    pub(crate) fn next<T: DeserializeOwned>(&mut self) -> Result<T, RpcError> {
        let missing = self.taken;
        self.optional()?
            .ok_or_else(|| RpcError::invalid_params(format!("missing value for required argument {missing}")))
    }

    /// The next parameter, if it is there and not null.
    pub(crate) fn optional<T: DeserializeOwned>(&mut self) -> Result<Option<T>, RpcError> {
        let place = self.taken;
        self.taken += 1;
        match self.values.next().map(RawValue::get) {
            None | Some("null") => Ok(None),
            Some(text) => serde_json::from_str(text)
                .map(Some)
                .map_err(|error| RpcError::invalid_params(format!("invalid argument {place}: {error}"))),
        }
    }

    /// The next parameter, or what it is by default.
    pub(crate) fn or_default<T: DeserializeOwned + Default>(&mut self) -> Result<T, RpcError> {
        Ok(self.optional()?.unwrap_or_default())
    }
}

/// A number as tools write it: `"0x10"`, `"16"` or `16`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Number(pub(crate) u64);

impl<'de> serde::Deserialize<'de> for Number {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = <alloy_primitives::U256 as serde::Deserialize>::deserialize(deserializer)?;
        u64::try_from(value).map(Self).map_err(|_| serde::de::Error::custom("number exceeds 64 bits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(text: &str) -> Box<RawValue> {
        RawValue::from_string(text.to_owned()).unwrap()
    }

    #[test]
    fn parameters_may_be_missing_at_the_end_or_null() {
        let text = raw(r#"["0x10", null, 7]"#);
        let mut params = Params::new(Some(&text)).unwrap();
        assert_eq!(params.next::<Number>().unwrap().0, 16);
        assert_eq!(params.optional::<Number>().unwrap(), None);
        assert_eq!(params.next::<Number>().unwrap().0, 7);
        assert_eq!(params.optional::<Number>().unwrap(), None);
        assert_eq!(params.next::<Number>().unwrap_err().message, "missing value for required argument 4");
    }

    #[test]
    fn parameters_that_are_no_array_are_refused() {
        assert!(Params::new(Some(&raw("{\"a\":1}"))).is_err());
        assert!(Params::new(Some(&raw("7"))).is_err());
        assert!(Params::new(Some(&raw("null"))).unwrap().optional::<Number>().unwrap().is_none());
    }
}

//! From calldata to a method and back to return data.

/// Matches calldata against calls and encodes the result: `act` for functions that return
/// nothing, `give` for those that do. The surrounding function returns
/// `Result<Option<Vec<u8>>>`, `None` if no call matches; bodies may use `?`.
macro_rules! answer {
    ($data:expr; $($mode:ident $call:ty => |$args:pat_param| $body:expr,)*) => {{
        let data: &[u8] = $data;
        let Some((selector, args)) = data.split_first_chunk::<4>() else { return Ok(None) };
        match *selector {
            $(<$call as ::alloy_sol_types::SolCall>::SELECTOR => {
                let $args = <$call as ::alloy_sol_types::SolCall>::abi_decode_raw_validate(args)
                    .map_err(|_| $crate::revert::Revert::empty())?;
                answer!(@$mode $call, $body)
            })*
            _ => Ok(None),
        }
    }};
    (@act $call:ty, $body:expr) => {{
        let () = $body;
        Ok(Some(Vec::new()))
    }};
    (@give $call:ty, $body:expr) => {{
        let value = $body;
        Ok(Some(<$call as ::alloy_sol_types::SolCall>::abi_encode_returns(&value)))
    }};
}

pub(crate) use answer;

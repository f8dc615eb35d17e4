//! JSON-RPC 2.0: from the text of a request to the text of its answer.

use crate::rpc::{Answer, INVALID_REQUEST, PARSE_ERROR, Rpc, RpcError};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// Longest answer of a batch, bytes; calls after that are not made.
const MOST_ANSWER_BYTES: usize = 256 << 20;

#[derive(Debug, Deserialize)]
struct Request<'a> {
    #[serde(borrow, default)]
    jsonrpc: Option<Cow<'a, str>>,
    /// Absent in a notification, which gets no answer.
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    method: Cow<'a, str>,
    #[serde(borrow, default)]
    params: Option<&'a RawValue>,
}

/// What may answer a call before the methods that all clients have: a connection with
/// subscriptions.
pub(super) trait Session {
    /// `None` if the method is none of the session's.
    fn call(&mut self, method: &str, params: Option<&RawValue>) -> Option<Answer>;
}

/// A client that can be told nothing.
pub(super) struct NoSession;

impl Session for NoSession {
    fn call(&mut self, method: &str, _params: Option<&RawValue>) -> Option<Answer> {
        matches!(method, "eth_subscribe" | "eth_unsubscribe")
            .then(|| Err(RpcError::new(-32601, "notifications not supported: connect by WebSocket")))
    }
}

/// Answers a request or a batch; `None` if nothing in it wants an answer.
pub(super) async fn respond(rpc: &Rpc, text: &[u8], session: &mut (impl Session + Send)) -> Option<String> {
    let Ok(text) = str::from_utf8(text) else {
        return Some(failure(None, &RpcError::new(PARSE_ERROR, "the request is not UTF-8")));
    };
    if !text.trim_start().starts_with('[') {
        return respond_one(rpc, text, session).await;
    }
    let calls: Vec<&RawValue> = match serde_json::from_str(text) {
        Ok(calls) => calls,
        Err(error) => return Some(failure(None, &parse_error(&error))),
    };
    let most = rpc.config.limits.batch;
    if calls.is_empty() || calls.len() > most {
        let message = if calls.is_empty() {
            "empty batch".to_owned()
        } else {
            format!("batch of more than {most} calls")
        };
        return Some(failure(None, &RpcError::new(INVALID_REQUEST, message)));
    }
    let mut answers = String::from("[");
    for call in calls {
        let answer = if answers.len() > MOST_ANSWER_BYTES {
            Some(failure(None, &RpcError::limit("the batch's answer is too long")))
        } else {
            respond_one(rpc, call.get(), session).await
        };
        if let Some(answer) = answer {
            if answers.len() > 1 {
                answers.push(',');
            }
            answers.push_str(&answer);
        }
    }
    answers.push(']');
    (answers.len() > 2).then_some(answers)
}

async fn respond_one(rpc: &Rpc, text: &str, session: &mut (impl Session + Send)) -> Option<String> {
    let request: Request<'_> = match serde_json::from_str(text) {
        Ok(request) => request,
        // JSON that is no request, or no JSON at all.
        Err(error) if error.is_data() => {
            return Some(failure(None, &RpcError::new(INVALID_REQUEST, format!("invalid request: {error}"))));
        }
        Err(error) => return Some(failure(None, &parse_error(&error))),
    };
    let id = request.id.map(RawValue::get);
    let well_formed =
        id.is_none_or(|id| id.starts_with(['"', '-', 'n']) || id.starts_with(|c: char| c.is_ascii_digit()));
    if !well_formed || request.jsonrpc.as_deref().is_some_and(|version| version != "2.0") {
        return Some(failure(None, &RpcError::new(INVALID_REQUEST, "invalid request")));
    }
    let answer = match session.call(&request.method, request.params) {
        Some(answer) => answer,
        None => rpc.call(&request.method, request.params).await,
    };
    if let Err(error) = &answer {
        tracing::debug!(method = %request.method, %error, "call failed");
    } else {
        tracing::trace!(method = %request.method, "call");
    }
    let id = id?;
    Some(match answer {
        Ok(result) => format!("{{\"jsonrpc\":\"2.0\",\"id\":{id},\"result\":{result}}}"),
        Err(error) => failure(Some(id), &error),
    })
}

fn parse_error(error: &serde_json::Error) -> RpcError {
    RpcError::new(PARSE_ERROR, format!("parse error: {error}"))
}

/// The answer of a call that failed.
pub(super) fn failure(id: Option<&str>, error: &RpcError) -> String {
    let id = id.unwrap_or("null");
    let error =
        serde_json::to_string(error).unwrap_or_else(|_| "{\"code\":-32603,\"message\":\"\"}".to_owned());
    format!("{{\"jsonrpc\":\"2.0\",\"id\":{id},\"error\":{error}}}")
}

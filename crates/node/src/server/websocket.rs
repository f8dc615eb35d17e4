//! WebSocket connections: calls, and what was subscribed to.

use super::request::{Session, failure, respond};
use crate::{
    events::Event,
    rpc::{Answer, Params, Rpc, RpcError, Subscription},
};
use alloy_primitives::U64;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use futures_util::{
    SinkExt as _, StreamExt as _,
    stream::{SplitSink, SplitStream},
};
use serde_json::value::{RawValue, to_raw_value};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    sync::{Semaphore, broadcast, mpsc},
    time::{interval, timeout},
};

/// Messages that may wait for a client to read them.
const OUTGOING: usize = 4_096;
/// Calls of one client that are under way at once.
const UNDER_WAY: usize = 64;
/// Time between pings, which keep connections through proxies alive.
const PING: Duration = Duration::from_secs(30);

type Subscriptions = Arc<Mutex<BTreeMap<u64, Subscription>>>;

/// What a client has subscribed to.
#[derive(Clone)]
struct Subscriber {
    most: usize,
    next: u64,
    subscriptions: Subscriptions,
    /// Subscribed to in the message that is being answered: told from when the answer is out.
    fresh: Vec<(u64, Subscription)>,
}

impl Session for Subscriber {
    fn call(&mut self, method: &str, params: Option<&RawValue>) -> Option<Answer> {
        match method {
            "eth_subscribe" => Some(self.subscribe(params)),
            "eth_unsubscribe" => Some(self.unsubscribe(params)),
            _ => None,
        }
    }
}

impl Subscriber {
    fn subscribe(&mut self, params: Option<&RawValue>) -> Answer {
        let subscription = Subscription::new(params)?;
        let open = self.subscriptions.lock().unwrap_or_else(PoisonError::into_inner).len();
        if open + self.fresh.len() >= self.most {
            return Err(RpcError::limit("too many subscriptions"));
        }
        self.next += 1;
        self.fresh.push((self.next, subscription));
        id_answer(&U64::from(self.next))
    }

    fn unsubscribe(&mut self, params: Option<&RawValue>) -> Answer {
        let id: u64 = Params::new(params)?.next::<U64>()?.to();
        let known = self.subscriptions.lock().unwrap_or_else(PoisonError::into_inner).remove(&id).is_some();
        let fresh = self.fresh.len();
        self.fresh.retain(|(new, _)| *new != id);
        if known || self.fresh.len() < fresh {
            id_answer(&true)
        } else {
            Err(RpcError::server("subscription not found"))
        }
    }

    /// Begins to tell what was subscribed to.
    fn begin(&mut self) {
        let mut subscriptions = self.subscriptions.lock().unwrap_or_else(PoisonError::into_inner);
        subscriptions.extend(self.fresh.drain(..));
    }
}

fn id_answer(value: &impl serde::Serialize) -> Answer {
    to_raw_value(value).map_err(|error| RpcError::server(error.to_string()))
}

/// Serves a connection until either side ends it.
pub(super) async fn serve(rpc: Arc<Rpc>, socket: WebSocket) {
    let (sink, stream) = socket.split();
    let (out, outgoing) = mpsc::channel(OUTGOING);
    let subscriptions = Subscriptions::default();
    let session = Subscriber {
        most: rpc.most_subscriptions(),
        next: 0,
        subscriptions: Arc::clone(&subscriptions),
        fresh: Vec::new(),
    };
    let (events, read_time) = (rpc.events.listen(), rpc.config.limits.read_time);
    // Whichever ends first ends the connection.
    tokio::select! {
        () = write(sink, outgoing, read_time) => {}
        () = tell(subscriptions, events, out.clone()) => {}
        () = read(rpc, stream, session, out) => {}
    }
}

/// Sends what is to be sent, and pings; ends if the client does not read.
async fn write(
    mut sink: SplitSink<WebSocket, Message>,
    mut outgoing: mpsc::Receiver<Message>,
    read_time: Duration,
) {
    let mut pings = interval(PING);
    loop {
        let message = tokio::select! {
            message = outgoing.recv() => message,
            _ = pings.tick() => Some(Message::Ping(Default::default())),
        };
        let Some(message) = message else { return };
        match timeout(read_time, sink.send(message)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => return,
        }
    }
}

/// Turns events into notifications. A client that falls behind misses some; the writer cuts it off if
/// it reads nothing at all.
async fn tell(
    subscriptions: Subscriptions,
    mut events: broadcast::Receiver<Event>,
    out: mpsc::Sender<Message>,
) {
    loop {
        let event = match events.recv().await {
            Ok(event) => event,
            Err(broadcast::error::RecvError::Lagged(missed)) => {
                tracing::warn!(missed, "a WebSocket client is too slow to be told everything");
                continue;
            }
            Err(broadcast::error::RecvError::Closed) => return,
        };
        let mut messages = Vec::new();
        {
            let subscriptions = subscriptions.lock().unwrap_or_else(PoisonError::into_inner);
            for (id, subscription) in subscriptions.iter() {
                for result in subscription.notifications(&event) {
                    messages.push(format!(
                        "{{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{{\"subscription\":\"{id:#x}\",\"result\":{result}}}}}"
                    ));
                }
            }
        }
        for message in messages {
            if out.send(Message::Text(message.into())).await.is_err() {
                return;
            }
        }
    }
}

/// Takes calls. Most run beside each other; those about subscriptions in order.
async fn read(
    rpc: Arc<Rpc>,
    mut stream: SplitStream<WebSocket>,
    mut session: Subscriber,
    out: mpsc::Sender<Message>,
) {
    let under_way = Arc::new(Semaphore::new(UNDER_WAY));
    while let Some(Ok(message)) = stream.next().await {
        let text: Utf8Bytes = match message {
            Message::Text(text) => text,
            Message::Binary(bytes) => match Utf8Bytes::try_from(bytes) {
                Ok(text) => text,
                Err(_) => return,
            },
            Message::Ping(_) | Message::Pong(_) => continue,
            Message::Close(_) => return,
        };
        if text.contains("subscribe") {
            let answer = answer(&rpc, &text, &mut session).await;
            if let Some(answer) = answer
                && out.send(answer).await.is_err()
            {
                return;
            }
            session.begin();
            continue;
        }
        let Ok(permit) = Arc::clone(&under_way).acquire_owned().await else { return };
        let (rpc, out, mut session) = (Arc::clone(&rpc), out.clone(), session.clone());
        tokio::spawn(async move {
            if let Some(answer) = answer(&rpc, &text, &mut session).await {
                // The connection may be gone by now.
                let _ = out.send(answer).await;
            }
            drop(permit);
        });
    }
}

async fn answer(rpc: &Rpc, text: &str, session: &mut Subscriber) -> Option<Message> {
    let limit = rpc.config.limits.request_time;
    let answer = match timeout(limit, respond(rpc, text.as_bytes(), session)).await {
        Ok(answer) => answer?,
        Err(_) => failure(None, &RpcError::limit("request timed out")),
    };
    Some(Message::Text(answer.into()))
}

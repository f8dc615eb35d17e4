//! HTTP and WebSocket on one port.

mod patience;
mod request;
mod websocket;

use crate::rpc::{Rpc, RpcError};
use axum::{
    Router,
    body::to_bytes,
    extract::{FromRequestParts as _, Request, State, ws::WebSocketUpgrade},
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::any,
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto,
    service::TowerToHyperService,
};
use patience::Patient;
use request::{NoSession, failure, respond};
use std::{sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};
use tower_http::cors::{AllowOrigin, Any, CorsLayer};

/// How long a client may take to send the head of a request, and how long an idle connection is
/// kept.
const HEAD_TIME: Duration = Duration::from_secs(60);
/// Rest after the system refused a connection, e.g. for want of file descriptors.
const REST: Duration = Duration::from_millis(50);

/// Answers a request as a client by HTTP would be answered; `None` if it wants no answer.
pub(crate) async fn answer(rpc: &Rpc, request: &[u8]) -> Option<String> {
    respond(rpc, request, &mut NoSession).await
}

/// Serves until the task is dropped.
pub(crate) async fn serve(rpc: Arc<Rpc>, listener: TcpListener) {
    let room = Arc::new(Semaphore::new(rpc.config.limits.connections));
    let read_time = rpc.config.limits.read_time;
    let service = TowerToHyperService::new(router(rpc));
    while let Ok(permit) = Arc::clone(&room).acquire_owned().await {
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(%error, "connection refused");
                sleep(REST).await;
                continue;
            }
        };
        // Answers are small and clients wait for them.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no TCP_NODELAY");
        }
        let service = service.clone();
        tokio::spawn(async move {
            serve_connection(Patient::new(stream, read_time), service).await;
            drop(permit);
        });
    }
}

async fn serve_connection(stream: Patient<TcpStream>, service: TowerToHyperService<Router>) {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_TIME);
    let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service);
    if let Err(error) = connection.await {
        tracing::trace!(error, "connection ended");
    }
}

fn router(rpc: Arc<Rpc>) -> Router {
    let origin = match rpc.config.allow_origin.as_deref().map(HeaderValue::from_str) {
        Some(Ok(origin)) => AllowOrigin::exact(origin),
        Some(Err(_)) | None => Any.into(),
    };
    let cors = CorsLayer::new()
        .allow_origin(origin)
        .allow_methods([Method::POST, Method::GET, Method::OPTIONS])
        .allow_headers([header::CONTENT_TYPE, header::AUTHORIZATION, header::ACCEPT]);
    Router::new().fallback(any(handle)).layer(cors).with_state(rpc)
}

/// A call by `POST`, a WebSocket by `GET`, on any path: tools append what they like.
async fn handle(State(rpc): State<Arc<Rpc>>, request: Request) -> Response {
    match *request.method() {
        Method::POST => post(&rpc, request).await,
        Method::GET => upgrade(rpc, request).await,
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

async fn post(rpc: &Rpc, request: Request) -> Response {
    let limits = rpc.config.limits;
    let work = async {
        let Ok(body) = to_bytes(request.into_body(), limits.body_bytes).await else {
            return StatusCode::PAYLOAD_TOO_LARGE.into_response();
        };
        match respond(rpc, &body, &mut NoSession).await {
            Some(answer) => json(answer),
            None => StatusCode::NO_CONTENT.into_response(),
        }
    };
    match timeout(limits.request_time, work).await {
        Ok(response) => response,
        Err(_) => json(failure(None, &RpcError::limit("request timed out"))),
    }
}

fn json(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

async fn upgrade(rpc: Arc<Rpc>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => {
            let most = rpc.config.limits.body_bytes;
            upgrade
                .max_message_size(most)
                .max_frame_size(most)
                .on_upgrade(move |socket| websocket::serve(rpc, socket))
        }
        Err(_) => {
            "surety: an Arbitrum development node. Send JSON-RPC by POST or WebSocket.\n".into_response()
        }
    }
}

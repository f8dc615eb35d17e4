//! Frames on a WebSocket: whatever they are, the node sends JSON-RPC or hangs up, and goes on
//! answering others.

use crate::request::{Host, KNOWN, is_known, new_host, require_json_rpc};
use std::{sync::OnceLock, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    time::timeout,
};

/// A node that takes longer than that has stopped answering.
const PATIENCE: Duration = Duration::from_secs(60);
/// What opens a WebSocket; the key is RFC 6455's.
const HANDSHAKE: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
    Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
const TEXT: u8 = 1;
const CLOSE: u8 = 8;

fn host() -> &'static Host {
    static HOST: OnceLock<Host> = OnceLock::new();
    HOST.get_or_init(new_host)
}

/// Feeds the bytes as frames, and then asks something that has a known answer on another connection.
///
/// # Panics
/// If a message is not JSON-RPC, or the known answer does not come.
pub fn feed(data: &[u8]) {
    let host = host();
    host.runtime.block_on(async {
        let talk = async {
            // A frame that is cut off would be waited for: this client says that nothing comes after.
            let _ = talk(host, data, true).await;
            talk(host, &[], false).await
        };
        let answered = timeout(PATIENCE, talk).await.expect("an answer in time");
        assert!(answered.is_ok_and(|answered| answered), "a new connection gets no answer");
    });
}

/// Sends frames and a request that has a known answer, and ends its side if it is to; true if the answer
/// came.
async fn talk(host: &Host, data: &[u8], ends: bool) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect(host.node.address()).await?;
    stream.set_nodelay(true)?;
    let mut bytes = HANDSHAKE.to_vec();
    bytes.extend(frames(data));
    bytes.extend(frame(0x80 | TEXT, KNOWN));
    let (reading, mut writing) = stream.split();
    let send = async {
        // The node may hang up in the middle.
        let _ = writing.write_all(&bytes).await;
        if ends {
            let _ = writing.shutdown().await;
        }
    };
    let (answered, ()) = tokio::join!(listen(BufReader::new(reading)), send);
    answered
}

/// Reads until the known answer comes or the node hangs up.
async fn listen(mut reading: impl tokio::io::AsyncRead + Unpin) -> std::io::Result<bool> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(reading.read_u8().await?);
    }
    loop {
        let first = reading.read_u8().await?;
        let len = match reading.read_u8().await? {
            126 => reading.read_u16().await?.into(),
            127 => reading.read_u64().await?,
            len => {
                assert!(len < 126, "a server does not mask");
                len.into()
            }
        };
        let mut payload = vec![0; usize::try_from(len).expect("a message that fits")];
        reading.read_exact(&mut payload).await?;
        match first & 15 {
            TEXT => {
                let text = std::str::from_utf8(&payload).expect("UTF-8");
                if is_known(text) {
                    return Ok(true);
                }
                require_json_rpc(text);
            }
            CLOSE => return Ok(false),
            _ => {}
        }
    }
}

/// The frames that `data` says: a byte with final bit and kind, one with the length, the payload. What
/// follows a zero length is sent as it is.
fn frames(mut data: &[u8]) -> Vec<u8> {
    let mut all = Vec::new();
    while let [first, len, rest @ ..] = data {
        if *len == 0 {
            all.extend_from_slice(rest);
            break;
        }
        let (payload, rest) = rest.split_at(rest.len().min(usize::from(*len) * 4));
        all.extend(frame(*first, payload));
        data = rest;
    }
    all
}

/// A frame whose mask changes nothing.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first];
    match u16::try_from(payload.len()) {
        Ok(len @ 0..126) => frame.push(0x80 | len as u8),
        Ok(len) => {
            frame.push(0x80 | 126);
            frame.extend(len.to_be_bytes());
        }
        Err(_) => {
            frame.push(0x80 | 127);
            frame.extend((payload.len() as u64).to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend_from_slice(payload);
    frame
}

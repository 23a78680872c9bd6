//! A body as it streams in, counted after decompression.

use super::answer::Trouble;
use super::pace::Host;
use crate::error::FetchFailure;
use crate::message;
use crate::text::printable_line;
use reqwest::Response;
use reqwest::header::CONTENT_ENCODING;
use std::sync::Arc;
use std::time::Duration;

/// The whole body, no larger than `limit`.
pub(super) async fn read(
    mut response: Response,
    limit: u64,
    silence: Duration,
    host: &Arc<Host>,
) -> Result<Vec<u8>, Trouble> {
    // The client removes the encodings that it undoes; bytes in another one are not the body.
    if let Some(encoding) = super::answer::text(response.headers(), &CONTENT_ENCODING)
        && !encoding.trim().is_empty()
        && !encoding.trim().eq_ignore_ascii_case("identity")
    {
        let encoding = printable_line(&encoding).into_owned();
        let what = message!("it is encoded as {encoding}, which was not asked for", "使用了未请求的编码 {encoding}");
        return Err(Trouble::new(FetchFailure::Unexpected(what), host));
    }
    let too_large = || Trouble::new(FetchFailure::TooLarge(limit), host);
    let stated = response.content_length().unwrap_or(0);
    if stated > limit {
        return Err(too_large());
    }
    let mut body = Vec::with_capacity(usize::try_from(stated.min(1 << 20)).unwrap_or(0));
    while let Some(chunk) = response.chunk().await.map_err(|error| Trouble::of(error, silence, host))? {
        if body.len() as u64 + chunk.len() as u64 > limit {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Reads the short body of an answer that has no use for one, so that its connection can serve the next request.
pub(super) async fn drain(mut response: Response) {
    let reading = async {
        let mut left = 16_usize << 10;
        while let Ok(Some(chunk)) = response.chunk().await {
            let Some(rest) = left.checked_sub(chunk.len()) else { return };
            left = rest;
        }
    };
    // Not worth more: the connection is then closed.
    let _ = tokio::time::timeout(Duration::from_millis(500), reading).await;
}

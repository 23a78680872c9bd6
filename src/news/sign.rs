//! The signature that Feishu asks for.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;

/// HMAC-SHA256 of nothing, under the key `<timestamp>\n<secret>`, in base64: Feishu's custom bots sign so.
/// `timestamp` is in seconds since 1970.
#[must_use]
pub fn sign(timestamp: i64, secret: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, format!("{timestamp}\n{secret}").as_bytes());
    STANDARD.encode(hmac::sign(&key, b""))
}

#[cfg(test)]
mod tests {
    use super::sign;

    #[test]
    fn signatures_are_those_of_another_program() {
        // python3: base64.b64encode(hmac.new(b"1599360473\ndemo", b"", "sha256").digest())
        assert_eq!(sign(1_599_360_473, "demo"), "l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=");
        assert_eq!(sign(1_700_000_000, "密钥 \"x\""), "cD2nYLtSvJCoOJyVbLLaG/tiAedd10ahzlz+x0Mdmmo=");
    }
}

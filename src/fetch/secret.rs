//! Keys and tokens: sent in a header, and nowhere else.

use std::fmt;

/// A key or token. `Debug` does not show it, and there is no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Secret(String);

impl Secret {
    /// From the value of an environment variable; blanks around it are dropped. `None` if nothing is left.
    pub(super) fn new(value: &str) -> Option<Secret> {
        let value = value.trim();
        (!value.is_empty()).then(|| Secret(value.to_owned()))
    }

    /// The value, for the header.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }

    /// Whether these bytes repeat it. A very short key cannot be told from ordinary text and is not looked for.
    pub(super) fn stands_in(&self, bytes: &[u8]) -> bool {
        let key = self.0.as_bytes();
        key.len() >= 4 && bytes.windows(key.len()).any(|window| window == key)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_where_it_is_repeated_and_never_shown() {
        let secret = Secret::new(" k-123456789\n").unwrap();
        assert_eq!(secret.expose(), "k-123456789");
        assert!(secret.stands_in(b"{\"you_sent\":\"k-123456789\"}"));
        assert!(!secret.stands_in(b"k-12345678"));
        assert!(!format!("{secret:?}").contains("123"));
        assert!(Secret::new(" \n").is_none());
        assert!(!Secret::new("1").unwrap().stands_in(b"1"));
    }
}

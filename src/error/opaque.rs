//! The error as it travels: a kind, a cause and a hint behind one pointer.

use super::kind::ErrorKind;
use super::wording;
use crate::text::{Language, Message};
use std::error::Error as StdError;
use std::fmt::{self, Write as _};

/// `Result` with bangdan's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Anything that stopped bangdan from doing what it was asked.
///
/// [`kind`](Error::kind) has the fields; `Display` is one English fragment without cause and hint.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    source: Option<Box<dyn StdError + Send + Sync>>,
    hint: Option<Message>,
}

impl Error {
    /// An error without a cause.
    #[must_use]
    pub fn new(kind: ErrorKind) -> Error {
        Error(Box::new(Inner { kind, source: None, hint: None }))
    }

    /// Adds the cause, shown as `caused by: …`.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
        self.0.source = Some(source.into());
        self
    }

    /// Adds what to do, in place of the hint that the kind gives by itself.
    #[must_use]
    pub fn with_hint(mut self, hint: Message) -> Error {
        self.0.hint = Some(hint);
        self
    }

    /// What went wrong, with its fields.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The fragment that `Display` prints, in both languages.
    #[must_use]
    pub fn message(&self) -> Message {
        wording::message(&self.0.kind)
    }

    /// What to do about it, where there is something to do.
    #[must_use]
    pub fn hint(&self) -> Option<Message> {
        self.0.hint.clone().or_else(|| wording::hint(&self.0.kind))
    }

    /// 2 usage, or nothing could be done; 3 a source failed; 5 the archive cannot be read or written.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        self.0.kind.exit_code()
    }

    /// The whole error as a person reads it: `error: …`, `  caused by: …`, a blank line, `hint: …`.
    #[must_use]
    pub fn report(&self, language: Language) -> String {
        let mut report = format!("{}{}", language.pick("error: ", "错误："), self.message().get(language));
        let mut source = self.source();
        while let Some(cause) = source {
            let text = match cause.downcast_ref::<Error>() {
                Some(error) => error.message().get(language).to_owned(),
                None => cause.to_string(),
            };
            let _ = write!(report, "\n  {}{text}", language.pick("caused by: ", "原因："));
            source = cause.source();
        }
        if let Some(hint) = self.hint() {
            let _ = write!(report, "\n\n{}{}", language.pick("hint: ", "提示："), hint.get(language));
        }
        crate::text::printable(&report).into_owned()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message().en)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error").field("kind", &self.0.kind).field("source", &self.0.source).finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Error {
        Error::new(kind)
    }
}

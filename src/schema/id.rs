//! Names of things as newtypes, cheap to clone and compared as text.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                $name(text.into())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                $name(text.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

id!(
    /// A publisher as declared: `superclue`.
    SourceId
);
id!(
    /// One ranking: `superclue/general`, or `superclue-agent` where the source has one board.
    BoardId
);
id!(
    /// A column of scores within a board: `total`.
    MetricId
);
id!(
    /// A model of the registry: `openai/gpt-4-turbo@2024-04-09`.
    ModelId
);

impl BoardId {
    /// The form that is used in file names: `superclue.general`.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.replace('/', ".")
    }
}

//! What a file of an archive is, by its path alone: nothing else has a place above `derived/`.

use super::layout;
use crate::schema::Digest;

/// What a file above `derived/` is, in the order in which they may be taken from elsewhere: what a file names comes
/// before it, so that an interruption leaves no damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// `archive.toml`, which says the format.
    Mark,
    /// That a body was taken out on request; the digest of the body is its name.
    Forgotten(Digest),
    /// A body; its digest is its name.
    Object(Digest),
    /// A person's decision; the digest of the file is its name.
    Decision(Digest),
    /// A notice that was sent; the digest of what it said is its name.
    Delivery(Digest),
    /// The log of a run, which only grows.
    Log,
}

impl Part {
    /// Reads a path from the archive's folder on, with `/`. `None` for what is no file of an archive: another folder,
    /// another spelling, a path that leads elsewhere.
    #[must_use]
    pub fn of(path: &str) -> Option<Part> {
        let Some((folder, rest)) = path.split_once('/') else { return (path == layout::MARK).then_some(Part::Mark) };
        match folder {
            layout::CAPTURES => layout::is_log(rest).then_some(Part::Log),
            layout::DECISIONS => layout::read_digest(rest, ".toml").map(Part::Decision),
            layout::DELIVERIES => layout::read_digest(rest, ".json").map(Part::Delivery),
            layout::FORGOTTEN => layout::read_digest(rest, ".toml").map(Part::Forgotten),
            layout::OBJECTS => {
                let (folder, name) = rest.split_once('/')?;
                let (digest, _) = layout::read_object(name)?;
                (folder.len() == 2 && digest.hex().starts_with(folder)).then_some(Part::Object(digest))
            }
            _ => None,
        }
    }

    /// The digest that the bytes of the file must have, where its name says that.
    #[must_use]
    pub fn content(self) -> Option<Digest> {
        match self {
            Part::Object(digest) | Part::Decision(digest) => Some(digest),
            Part::Mark | Part::Delivery(_) | Part::Forgotten(_) | Part::Log => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_archives_own_shapes_are_parts_of_it() {
        let digest = Digest::of(b"abc");
        let hex = digest.hex();
        let parts = [
            ("archive.toml".to_owned(), Part::Mark),
            ("captures/2026-11-23T150405Z-p1-2.jsonl".to_owned(), Part::Log),
            (format!("objects/ba/{hex}.md"), Part::Object(digest)),
            (format!("decisions/{hex}.toml"), Part::Decision(digest)),
            (format!("deliveries/{hex}.json"), Part::Delivery(digest)),
            (format!("forgotten/{hex}.toml"), Part::Forgotten(digest)),
        ];
        for (path, part) in parts {
            assert_eq!(Part::of(&path), Some(part), "{path}");
        }
        for path in [
            String::new(),
            "..".to_owned(),
            "/archive.toml".to_owned(),
            "./archive.toml".to_owned(),
            "derived/archive.toml".to_owned(),
            "captures/../archive.toml".to_owned(),
            "captures/2026-11-23T150405Z-../../x.jsonl".to_owned(),
            "captures/2026-11-23T150405Z-a\0.jsonl".to_owned(),
            "captures\\2026-11-23T150405Z-a.jsonl".to_owned(),
            format!("objects/{hex}.md"),
            format!("objects/bb/{hex}.md"),
            format!("objects/ba/{hex}.exe"),
            format!("objects/ba/../{hex}.md"),
            format!("objects/ba/{}.md", hex.to_uppercase()),
            format!("decisions/{hex}.toml/x"),
            format!("forgotten/{hex}.json"),
        ] {
            assert_eq!(Part::of(&path), None, "{path:?}");
        }
    }
}

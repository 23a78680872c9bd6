//! The grammar of paths, one for what is read of a body and for what the next address is made of: a JSON pointer
//! (RFC 6901) with steps of its own.

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathStep<'a> {
    /// The member of that key, or the item of that number.
    Key(String),
    /// `*`: every member.
    Every,
    /// `{column}`: every member, its key a column; `{column=property}`: a property of it a column.
    Named(&'a str, Option<&'a str>),
    /// `[property=text]`: the members whose property is this text.
    Having(&'a str, &'a str),
}

/// The steps of a path; none at the root, `/`; `None` where it does not begin with `/`.
#[must_use]
pub fn path_steps(path: &str) -> Option<Vec<PathStep<'_>>> {
    if matches!(path, "" | "/") {
        return Some(Vec::new());
    }
    let step = |step| {
        if step == "*" {
            return PathStep::Every;
        }
        if let Some(named) = between(step, ['{', '}']).filter(|named| !named.is_empty()) {
            let (column, property) = named.split_once('=').map_or((named, None), |(name, of)| (name, Some(of)));
            return PathStep::Named(column, property);
        }
        match between(step, ['[', ']']).and_then(|having| having.split_once('=')) {
            Some((property, text)) => PathStep::Having(property, text),
            None => PathStep::Key(step.replace("~1", "/").replace("~0", "~")),
        }
    };
    Some(path.strip_prefix('/')?.split('/').map(step).collect())
}

fn between(step: &str, [open, close]: [char; 2]) -> Option<&str> {
    step.strip_prefix(open)?.strip_suffix(close)
}

#[cfg(test)]
mod tests {
    use super::PathStep::{Every, Having, Key, Named};
    use super::path_steps;

    #[test]
    fn a_path_is_read_step_by_step() {
        let key = |name: &str| Key(name.to_owned());
        let expected =
            vec![key("a/b~"), Every, Named("c", None), Named("c", Some("d.e")), Having("p", "x=y"), key("{}")];
        assert_eq!(path_steps("/a~1b~0/*/{c}/{c=d.e}/[p=x=y]/{}"), Some(expected));
        assert_eq!(path_steps("/"), Some(Vec::new()));
        assert_eq!(path_steps("/[p]/"), Some(vec![key("[p]"), key("")]));
        assert_eq!(path_steps("a/b"), None);
    }
}

//! Values of a JSON body by path. Only what lies on the path is taken apart, and numbers stay as printed.

use crate::catalogue::{PathStep, path_steps};
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// A value at a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Which members were met at `*` and `{…}`, counted from 0.
    pub(super) place: Vec<usize>,
    /// The text of a string, or a number or truth value as printed.
    pub(super) value: String,
}

/// The values at a path of a definition's grammar. A last step `{…}` gives the names of an object's members, `{…=p}` the
/// property `p` of each member. What is null, a list or an object is no value. `None` if the text is not JSON.
pub(super) fn values(text: &str, path: &str) -> Option<Vec<Found>> {
    let mut found = Vec::new();
    descend(root(text)?, &path_steps(path)?, &mut Vec::new(), &mut |place, here| {
        let value = match here {
            Here::Name(name) => Some(name),
            Here::Value(value) => scalar(value),
        };
        found.extend(value.map(|value| Found { place: place.to_vec(), value }));
    });
    Some(found)
}

/// How many members the lists and objects at a path have together; `None` if there is none, or the text is not JSON.
pub(super) fn size(text: &str, path: &str) -> Option<u64> {
    let mut size = None;
    descend(root(text)?, &path_steps(path)?, &mut Vec::new(), &mut |_, here| {
        if let Here::Value(value) = here
            && let Some(members) = members(value)
        {
            size = Some(size.unwrap_or(0) + members.len() as u64);
        }
    });
    size
}

/// The length of the longest list anywhere; `None` if the text is not JSON.
pub(super) fn longest_list(text: &str) -> Option<u64> {
    serde_json::from_str::<Longest>(text.trim_start_matches('\u{feff}')).ok().map(|longest| longest.0)
}

enum Here<'a> {
    Value(&'a RawValue),
    Name(String),
}

fn root(text: &str) -> Option<&RawValue> {
    serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()
}

fn descend(value: &RawValue, steps: &[PathStep<'_>], place: &mut Vec<usize>, take: &mut dyn FnMut(&[usize], Here<'_>)) {
    let Some((step, rest)) = steps.split_first() else { return take(place, Here::Value(value)) };
    let Some(members) = members(value) else { return };
    if let PathStep::Key(name) = step {
        let is_meant = |(index, member): &(usize, &(Option<String>, &RawValue))| match &member.0 {
            Some(own) => own == name,
            None => name.parse() == Ok(*index),
        };
        // The last one, as in a browser, where a key occurs twice.
        if let Some((_, (_, value))) = members.iter().enumerate().rev().find(is_meant) {
            descend(value, rest, place, take);
        }
        return;
    }
    for (index, (name, value)) in members.into_iter().enumerate() {
        place.push(index);
        match (step, name) {
            (PathStep::Named(_, None), Some(name)) if rest.is_empty() => take(place, Here::Name(name)),
            (PathStep::Named(_, Some(property)), _) if rest.is_empty() => {
                if let Some(value) = property_of(value, property) {
                    take(place, Here::Value(value));
                }
            }
            (PathStep::Having(property, text), _) if text_of(value, property) != *text => {}
            _ => descend(value, rest, place, take),
        }
        place.pop();
    }
}

/// The value of a property: `info.name` is `name` of `info`, unless a property has that very name.
fn property_of<'a>(value: &'a RawValue, property: &str) -> Option<&'a RawValue> {
    let own = |wanted: &str| {
        let found = members(value)?.into_iter().rfind(|(name, _)| name.as_deref() == Some(wanted));
        found.map(|(_, value)| value)
    };
    own(property).or_else(|| {
        let (first, rest) = property.split_once('.')?;
        property_of(own(first)?, rest)
    })
}

/// The text of a property; empty where there is none.
fn text_of(value: &RawValue, property: &str) -> String {
    let text = property_of(value, property).filter(|value| value.get().starts_with('"')).and_then(scalar);
    text.map_or_else(String::new, |text| text.trim().to_owned())
}

fn scalar(value: &RawValue) -> Option<String> {
    match value.get().as_bytes().first()? {
        b'"' => serde_json::from_str(value.get()).ok(),
        b'[' | b'{' | b'n' => None,
        _ => Some(value.get().to_owned()),
    }
}

type Members<'a> = Vec<(Option<String>, &'a RawValue)>;

/// The members of a list or object, in their order.
fn members(value: &RawValue) -> Option<Members<'_>> {
    struct Reading;
    impl<'a> Visitor<'a> for Reading {
        type Value = Members<'a>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list or an object")
        }

        fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut members = Vec::new();
            while let Some(value) = list.next_element()? {
                members.push((None, value));
            }
            Ok(members)
        }

        fn visit_map<A: MapAccess<'a>>(self, mut object: A) -> Result<Self::Value, A::Error> {
            let mut members = Vec::new();
            while let Some((name, value)) = object.next_entry::<String, &RawValue>()? {
                members.push((Some(name), value));
            }
            Ok(members)
        }
    }
    serde_json::Deserializer::from_str(value.get()).deserialize_any(Reading).ok()
}

struct Longest(u64);

impl<'de> serde::Deserialize<'de> for Longest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Longest, D::Error> {
        struct Reading;
        impl<'de> Visitor<'de> for Reading {
            type Value = Longest;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Longest, A::Error> {
                let (mut own, mut longest) = (0, 0);
                while let Some(Longest(inner)) = list.next_element()? {
                    own += 1;
                    longest = inner.max(longest);
                }
                Ok(Longest(longest.max(own)))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Longest, A::Error> {
                let mut longest = 0;
                while let Some((_, Longest(inner))) = object.next_entry::<IgnoredAny, Longest>()? {
                    longest = inner.max(longest);
                }
                Ok(Longest(longest))
            }

            fn visit_unit<E>(self) -> Result<Longest, E> {
                Ok(Longest(0))
            }

            fn visit_bool<E>(self, _: bool) -> Result<Longest, E> {
                Ok(Longest(0))
            }

            fn visit_i64<E>(self, _: i64) -> Result<Longest, E> {
                Ok(Longest(0))
            }

            fn visit_u64<E>(self, _: u64) -> Result<Longest, E> {
                Ok(Longest(0))
            }

            fn visit_f64<E>(self, _: f64) -> Result<Longest, E> {
                Ok(Longest(0))
            }

            fn visit_str<E>(self, _: &str) -> Result<Longest, E> {
                Ok(Longest(0))
            }
        }
        deserializer.deserialize_any(Reading)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, path: &str) -> Vec<(Vec<usize>, String)> {
        values(text, path).unwrap().into_iter().map(|found| (found.place, found.value)).collect()
    }

    #[test]
    fn values_are_found_in_the_order_of_the_body_and_stay_as_printed() {
        let body = r#"{"z":[{"id":"a\u002fb","v":1.10},{"v":2},{"id":null},{"id":true}],"a/b":{"y":7,"x":{"q":1}}}"#;
        assert_eq!(found(body, "/z/*/id"), [(vec![0], "a/b".to_owned()), (vec![3], "true".to_owned())]);
        assert_eq!(found(body, "/z/0/v"), [(vec![], "1.10".to_owned())]);
        assert_eq!(found(body, "/a~1b/*"), [(vec![0], "7".to_owned())]);
        assert_eq!(found(body, "/a~1b/{name}"), [(vec![0], "y".to_owned()), (vec![1], "x".to_owned())]);
        assert_eq!(found(body, "/*/{name}/q"), [(vec![1, 1], "1".to_owned())]);
        assert_eq!(found("\u{feff}[\"x\"]", "/*"), [(vec![0], "x".to_owned())]);
        assert_eq!(found(body, "/none/*"), []);
        assert_eq!(values("<html>", "/z"), None);
    }

    #[test]
    fn members_are_chosen_and_named_by_a_property_as_where_tables_are_read() {
        let body = r#"{"boards":[
            {"kind":"text","id":7,"info":{"slug":"a"},"files":["x","y"]},
            {"kind":"image","id":8,"info":{"slug":"b"},"files":["z"]},
            {"id":9,"info.slug":"c"}, null, 5]}"#;
        let is = |found: &[(usize, &str)]| -> Vec<(Vec<usize>, String)> {
            found.iter().map(|(place, value)| (vec![*place], (*value).to_owned())).collect()
        };
        assert_eq!(found(body, "/boards/{slug=info.slug}"), is(&[(0, "a"), (1, "b"), (2, "c")]));
        assert_eq!(found(body, "/boards/{number=id}"), is(&[(0, "7"), (1, "8"), (2, "9")]));
        assert_eq!(found(body, "/boards/[kind=image]/info/slug"), is(&[(1, "b")]));
        assert_eq!(found(body, "/boards/[info.slug=a]/files/1"), is(&[(0, "y")]));
        assert_eq!(found(body, "/boards/{slug=info.slug}/id"), is(&[(0, "7"), (1, "8"), (2, "9")]));
        assert_eq!(found(body, "/boards/[kind=audio]/id"), []);
        assert_eq!(size(body, "/boards/[kind=text]/files"), Some(2));
        assert_eq!(found(r#"{"a":1,"a":2}"#, "/a"), [(vec![], "2".to_owned())]);
    }

    #[test]
    fn lists_are_counted() {
        let body = r#"{"features":[1,2,3],"rows":[{"row":{"tags":[1,2,3,4]}}],"none":[]}"#;
        assert_eq!(size(body, "/rows"), Some(1));
        assert_eq!(size(body, "/none"), Some(0));
        assert_eq!(size(body, "/missing"), None);
        assert_eq!(longest_list(body), Some(4));
        assert_eq!(longest_list("{}"), Some(0));
        assert_eq!(longest_list("<p>"), None);
    }

    #[test]
    fn deep_nesting_is_no_danger() {
        let deep = format!("{{\"a\":{}1{}}}", "[".repeat(200_000), "]".repeat(200_000));
        assert_eq!(longest_list(&deep), None);
        assert!(values(&deep, "/a/*/*").is_none_or(|found| found.is_empty()));
    }
}

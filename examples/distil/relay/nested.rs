//! JSON: the members that a definition names, and those that stand for models.

use super::{Keep, PROSE};
use crate::piece::{Result, failure};
use jsonc_parser::ast::{ObjectProp, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

/// As Python writes it: `NaN` and `Infinity` are numbers there.
const OPTIONS: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: true,
    allow_extended_string_escapes: false,
};

pub fn relay(body: &[u8], keep: &Keep<'_>) -> Result<Vec<u8>> {
    let text = String::from_utf8_lossy(body);
    Ok(format!("{}\n", pruned(text.trim_start_matches('\u{feff}'), keep)?).into_bytes())
}

pub fn relay_lines(body: &[u8], keep: &Keep<'_>) -> Result<Vec<u8>> {
    let text = String::from_utf8_lossy(body);
    let mut written = String::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()).enumerate().filter(|(row, _)| keep.row(*row)) {
        written.push_str(&pruned(line.1, keep)?);
        written.push('\n');
    }
    Ok(written.into_bytes())
}

/// The text of a JSON value without what no definition reads.
pub fn pruned(text: &str, keep: &Keep<'_>) -> Result<String> {
    let parsed = parse_to_ast(text, &CollectOptions::default(), &OPTIONS)?;
    let Some(value) = parsed.value else { return failure("an empty body") };
    let mut written = String::new();
    write(&value, text, keep, &mut written);
    Ok(written)
}

fn write(value: &Value<'_>, text: &str, keep: &Keep<'_>, written: &mut String) {
    match value {
        Value::Object(object) => {
            // An object with a named member is a record: its other members are not read. One without is a list of
            // models or columns by name.
            let is_record = object.properties.iter().any(|property| keep.names(property.name.as_str()));
            written.push('{');
            let mut first = true;
            for (index, property) in object.properties.iter().enumerate() {
                let kept = if is_record { is_kept(property, keep) } else { keep.row(index) };
                if kept {
                    separate(&mut first, written);
                    written.push_str(text.get(property.name.start()..property.name.end()).unwrap_or_default());
                    written.push(':');
                    write(&property.value, text, keep, written);
                }
            }
            written.push('}');
        }
        Value::Array(array) => {
            // A list of scalars is one cell, and stays as it is written.
            if array.elements.iter().all(|element| !matches!(element, Value::Object(_) | Value::Array(_))) {
                written.push_str(text.get(array.start()..array.end()).unwrap_or_default());
                return;
            }
            let are_rows = array.elements.iter().any(|element| matches!(element, Value::Object(_) | Value::Array(_)));
            written.push('[');
            let mut first = true;
            for (_, element) in array.elements.iter().enumerate().filter(|(row, _)| !are_rows || keep.row(*row)) {
                separate(&mut first, written);
                write(element, text, keep, written);
            }
            written.push(']');
        }
        scalar => written.push_str(text.get(scalar.start()..scalar.end()).unwrap_or_default()),
    }
}

fn is_kept(property: &ObjectProp<'_>, keep: &Keep<'_>) -> bool {
    if keep.names(property.name.as_str()) {
        return true;
    }
    // Facts of a few words stay; lists, objects and prose that nothing reads do not.
    match &property.value {
        Value::Object(_) | Value::Array(_) => false,
        Value::StringLit(text) => text.value.chars().count() <= PROSE / 4,
        _ => true,
    }
}

fn separate(first: &mut bool, written: &mut String) {
    if !*first {
        written.push(',');
    }
    *first = false;
}

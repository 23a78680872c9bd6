//! YAML in block style: the lines of the keys that a definition names.

use super::{Keep, PROSE};

pub fn relay(body: &[u8], keep: &Keep<'_>) -> Vec<u8> {
    let text = String::from_utf8_lossy(body);
    let mut written = String::new();
    // The indentation of the key that is being left out with all that is deeper.
    let mut skipping: Option<usize> = None;
    let mut items = 0_usize;
    for line in text.lines() {
        let content = line.trim_start();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let indent = line.len() - content.len();
        if indent == 0 && content.starts_with("- ") {
            items += 1;
        }
        if !keep.row(items.saturating_sub(1)) {
            break;
        }
        if let Some(depth) = skipping {
            if indent > depth {
                continue;
            }
            skipping = None;
        }
        // The dash of a list item belongs to its first key's line.
        let key = content.strip_prefix("- ").unwrap_or(content);
        let key = key.split(':').next().unwrap_or_default().trim_matches(['"', '\'', ' ']);
        let long = content.chars().count() > PROSE;
        let nests = content.trim_end().ends_with(':');
        let is_item = content.starts_with("- ");
        if !is_item && !keep.names(key) && (long || (nests && !is_list_of_models(key, keep, indent))) {
            skipping = Some(indent);
            continue;
        }
        written.push_str(line.trim_end());
        written.push('\n');
    }
    written.into_bytes()
}

/// A key that nothing names and under which records stand is a model's name: it is not very deep.
fn is_list_of_models(key: &str, keep: &Keep<'_>, indent: usize) -> bool {
    !keep.names(key) && indent <= 4
}

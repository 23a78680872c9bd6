//! One source line of a table, split by its own pipes: the Markdown reader pads short rows and drops the surplus
//! cells of long ones, and a row's real count is how a shifted row is noticed.

use std::ops::Range;

/// Where the cells of a line stand in it, white space around them left out. Pipes at either end may be absent; an
/// escaped pipe belongs to its cell.
pub(super) fn split(line: &str) -> Vec<Range<usize>> {
    let end = line.trim_end().len();
    let mut start = line.len() - line.trim_start().len();
    if line.as_bytes().get(start) == Some(&b'|') {
        start += 1;
    }
    let mut cells = Vec::new();
    for (at, byte) in line.bytes().enumerate().take(end).skip(start) {
        if byte == b'|' && !is_escaped(line, at) {
            cells.push(trim(line, start..at));
            start = at + 1;
        }
    }
    if start < end {
        cells.push(trim(line, start..end));
    }
    cells
}

/// The columns that a separator line (`|:-:|--|`) has; `None` if it is no separator.
pub(super) fn separator_columns(line: &str) -> Option<usize> {
    if !line.contains('|') {
        return None;
    }
    let cells = split(line);
    let is_rule = |cell: &str| {
        let dashes = cell.strip_prefix(':').unwrap_or(cell);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
    };
    let all = !cells.is_empty() && cells.iter().all(|cell| line.get(cell.clone()).is_some_and(is_rule));
    all.then_some(cells.len())
}

/// Whether a line has a pipe that separates cells.
pub(super) fn has_pipe(line: &str) -> bool {
    line.bytes().enumerate().any(|(at, byte)| byte == b'|' && !is_escaped(line, at))
}

fn is_escaped(line: &str, pipe: usize) -> bool {
    pipe > 0 && line.as_bytes().get(pipe - 1) == Some(&b'\\')
}

fn trim(line: &str, cell: Range<usize>) -> Range<usize> {
    let text = line.get(cell.clone()).unwrap_or_default();
    let start = cell.start + (text.len() - text.trim_start().len());
    start..start + text.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str) -> Vec<&str> {
        split(line).into_iter().map(|cell| &line[cell]).collect()
    }

    #[test]
    fn a_line_is_split_by_its_own_pipes() {
        assert_eq!(cells("| a | b |"), ["a", "b"]);
        assert_eq!(cells("a | b"), ["a", "b"]);
        assert_eq!(cells("| -|GPT4-Turbo|| \t62.96|  "), ["-", "GPT4-Turbo", "", "62.96"]);
        assert_eq!(cells(r"| a\|b | c"), [r"a\|b", "c"]);
        assert_eq!(cells("||"), [""]);
        assert_eq!(cells("|"), [""; 0]);
    }

    #[test]
    fn separators_have_columns() {
        assert_eq!(separator_columns("|:-:| :----:|--|  "), Some(3));
        assert_eq!(separator_columns("---|---"), Some(2));
        assert_eq!(separator_columns("| - | GPT-4 |"), None);
        assert_eq!(separator_columns("---"), None);
    }
}

//! A bump chart in signs of one column each, for whatever has a fixed width.

use super::shown;
use crate::message;
use crate::schema::{Bump, BumpColumn, BumpGap, BumpLine};
use crate::text::{Language, pad, printable_line, truncate, width};

/// What tells the lines apart.
const SIGNS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// A line that no sign is left for.
const UNSIGNED: char = '•';

/// Between two contents: as narrow as this, as wide as that.
const NARROWEST: usize = 3;
const WIDEST: usize = 8;

/// A line of text is never longer than this, though a file may be as wide as it likes.
const MOST_COLUMNS: usize = 200;

/// The axis of places before the chart.
const AXIS: usize = 4;

const UP: u8 = 1;
const DOWN: u8 = 2;
const LEFT: u8 = 4;
const RIGHT: u8 = 8;

/// The chart in lines of at most so many columns; nothing of fewer than two contents.
pub(super) fn bump(chart: &Bump, language: Language, columns: usize) -> Vec<String> {
    let columns = columns.min(MOST_COLUMNS);
    let names = chart.lines.iter().map(|line| width(&printable_line(&line.name))).max().unwrap_or(0);
    let name_columns = names.min(columns / 3).max(1);
    let room = columns.saturating_sub(AXIS + 2 + name_columns);
    let shown = spread(chart.columns.len(), (room + NARROWEST) / (NARROWEST + 1));
    if shown.len() < 2 || chart.lines.is_empty() {
        return Vec::new();
    }
    let between = (room.saturating_sub(shown.len()) / (shown.len() - 1)).clamp(NARROWEST, WIDEST);
    let drawing = Drawing::new(chart, &shown, between);
    let mut lines = vec![drawing.header(columns)];
    lines.extend(drawing.rows(name_columns));
    lines.extend(drawing.legend(columns, language));
    let (count, all) = (shown.len(), chart.columns.len());
    if count < all {
        let text = message!(
            "{count} of {all} contents are drawn, spread over time",
            "共 {all} 个版本，图中按时间均匀取 {count} 个"
        );
        lines.push(shown::line(&text, language));
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

/// At most so many indices, spread over all, the first and the last among them.
fn spread(all: usize, most: usize) -> Vec<usize> {
    if all <= most {
        return (0..all).collect();
    }
    let last = most.saturating_sub(1).max(1);
    let mut indices: Vec<usize> = (0..most).map(|step| step * (all - 1) / last).collect();
    indices.dedup();
    indices
}

struct Drawing<'a> {
    columns: Vec<Column<'a>>,
    /// The lines that are seen, with their signs and rows by column.
    lines: Vec<(&'a BumpLine, char, Vec<Option<usize>>)>,
    /// How many have no sign of their own.
    unsigned: usize,
    between: usize,
    top: usize,
}

struct Column<'a> {
    column: &'a BumpColumn,
    since: BumpGap,
}

impl<'a> Drawing<'a> {
    fn new(chart: &'a Bump, shown: &[usize], between: usize) -> Drawing<'a> {
        let mut before = 0;
        let mut columns = Vec::new();
        for &index in shown {
            let Some(column) = chart.columns.get(index) else { continue };
            // What lies between two that are drawn lies between any two of those from the one to the other.
            let gaps = chart.columns.get(before..=index).unwrap_or_default().iter().skip(1).map(|column| column.since);
            let since = if gaps.clone().any(|gap| gap == BumpGap::Broken) {
                BumpGap::Broken
            } else if gaps.clone().any(|gap| gap == BumpGap::Missing) {
                BumpGap::Missing
            } else {
                BumpGap::Joined
            };
            columns.push(Column { column, since });
            before = index;
        }
        let row = |line: &BumpLine, index: usize| {
            line.steps.get(index).copied().flatten().map(|step| step.row).filter(|row| *row <= chart.top)
        };
        let mut seen: Vec<(&BumpLine, Vec<Option<usize>>)> = chart
            .lines
            .iter()
            .map(|line| (line, shown.iter().map(|&index| row(line, index)).collect::<Vec<_>>()))
            .filter(|(_, rows)| rows.iter().any(Option::is_some))
            .collect();
        // The signs go to the latest first, from the top.
        seen.sort_by_key(|(_, rows)| {
            let last = rows.iter().rposition(Option::is_some).unwrap_or(0);
            (usize::MAX - last, rows.get(last).copied().flatten())
        });
        let unsigned = seen.len().saturating_sub(SIGNS.len());
        let signs = SIGNS.chars().chain(std::iter::repeat(UNSIGNED));
        let lines = seen.into_iter().zip(signs).map(|((line, rows), sign)| (line, sign, rows)).collect();
        Drawing { columns, lines, unsigned, between, top: chart.top }
    }

    fn pitch(&self) -> usize {
        self.between + 1
    }

    /// The short names of the contents, those that fit beside each other and always the last.
    fn header(&self, columns: usize) -> String {
        let last = self.columns.len().saturating_sub(1);
        let at_end = self.columns.last().map_or(0, |last| width(&printable_line(&last.column.short)));
        let end = (AXIS + last * self.pitch()).min(columns.saturating_sub(at_end));
        let mut text = String::new();
        for (index, Column { column, .. }) in self.columns.iter().enumerate() {
            let short = printable_line(&column.short);
            let start = if index == last { end } else { AXIS + index * self.pitch() };
            let is_free = text.is_empty() || width(&text) < start;
            if is_free && (index == last || start + width(&short) < end) {
                text = pad(&text, start);
                text.push_str(&short);
            }
        }
        text
    }

    fn rows(&self, name_columns: usize) -> Vec<String> {
        let strokes = self.strokes();
        let wide = self.columns.len().saturating_sub(1) * self.pitch() + 1;
        let last = self.columns.len().saturating_sub(1);
        let line_of_row = |row: usize| {
            let mut text = format!("{:>width$} ", row, width = AXIS - 1);
            for x in 0..wide {
                let (column, offset) = (x / self.pitch(), x % self.pitch());
                let broken = offset > 0
                    && offset == self.pitch() / 2
                    && self.columns.get(column + 1).is_some_and(|next| next.since == BumpGap::Broken);
                let sign = (offset == 0).then(|| self.sign(column, row)).flatten();
                let stroke = strokes.get(row - 1).and_then(|row| row.get(x)).copied().unwrap_or(0);
                text.push(sign.unwrap_or(if broken { '┊' } else { glyph(stroke) }));
            }
            let held = self.lines.iter().find(|(_, _, rows)| rows.get(last).copied().flatten() == Some(row));
            if let Some((line, _, _)) = held {
                text.push(' ');
                text.push_str(&truncate(printable_line(&line.name).trim(), name_columns));
            }
            text
        };
        (1..=self.top).map(line_of_row).collect()
    }

    fn sign(&self, column: usize, row: usize) -> Option<char> {
        let held = self.lines.iter().find(|(_, _, rows)| rows.get(column).copied().flatten() == Some(row));
        held.map(|(_, sign, _)| *sign)
    }

    /// The strokes between the contents, by row and column of signs: each goes level, turns once and goes on level.
    fn strokes(&self) -> Vec<Vec<u8>> {
        let wide = self.columns.len() * self.pitch();
        let mut strokes = vec![vec![0_u8; wide]; self.top];
        let mut add = |row: usize, x: usize, stroke: u8| {
            if let Some(slot) = strokes.get_mut(row - 1).and_then(|row| row.get_mut(x)) {
                *slot |= stroke;
            }
        };
        for (index, column) in self.columns.iter().enumerate().skip(1) {
            if column.since != BumpGap::Joined {
                continue;
            }
            let start = (index - 1) * self.pitch() + 1;
            let mut movers = 0;
            for (_, _, rows) in &self.lines {
                let (Some(Some(from)), Some(Some(to))) = (rows.get(index - 1), rows.get(index)) else { continue };
                if from == to {
                    (start..start + self.between).for_each(|x| add(*from, x, LEFT | RIGHT));
                    continue;
                }
                let lane = start + movers % self.between;
                movers += 1;
                (start..lane).for_each(|x| add(*from, x, LEFT | RIGHT));
                (lane + 1..start + self.between).for_each(|x| add(*to, x, LEFT | RIGHT));
                let (out, into) = if to > from { (DOWN, UP) } else { (UP, DOWN) };
                add(*from, lane, LEFT | out);
                add(*to, lane, RIGHT | into);
                (from.min(to) + 1..*from.max(to)).for_each(|row| add(row, lane, UP | DOWN));
            }
        }
        strokes
    }

    /// The names of those that no longer stand there at the end.
    fn legend(&self, columns: usize, language: Language) -> Vec<String> {
        let last = self.columns.len().saturating_sub(1);
        let gone = self
            .lines
            .iter()
            .filter(|(_, sign, rows)| *sign != UNSIGNED && rows.get(last).copied().flatten().is_none());
        let mut lines = vec![String::new()];
        for (line, sign, _) in gone {
            let item = format!("{sign} {}", truncate(printable_line(&line.name).trim(), columns / 2));
            match lines.last_mut() {
                Some(text) if text.is_empty() => text.push_str(&item),
                Some(text) if width(text) + 3 + width(&item) <= columns => {
                    text.push_str("   ");
                    text.push_str(&item);
                }
                _ => lines.push(item),
            }
        }
        if self.unsigned > 0 {
            let more = self.unsigned;
            let text = message!("{UNSIGNED} {more} more, earlier", "{UNSIGNED} 另有 {more} 个，均较早");
            lines.push(shown::line(&text, language));
        }
        lines.retain(|line| !line.is_empty());
        lines
    }
}

fn glyph(stroke: u8) -> char {
    const LEVEL: u8 = LEFT | RIGHT;
    const UPRIGHT: u8 = UP | DOWN;
    match stroke {
        0 => ' ',
        LEFT | RIGHT | LEVEL => '─',
        UP | DOWN | UPRIGHT => '│',
        stroke if stroke == DOWN | RIGHT => '╭',
        stroke if stroke == DOWN | LEFT => '╮',
        stroke if stroke == UP | RIGHT => '╰',
        stroke if stroke == UP | LEFT => '╯',
        stroke if stroke == LEVEL | DOWN => '┬',
        stroke if stroke == LEVEL | UP => '┴',
        stroke if stroke == UPRIGHT | LEFT => '┤',
        stroke if stroke == UPRIGHT | RIGHT => '├',
        _ => '┼',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::BumpStep;
    use crate::text::Message;

    fn chart(names: &[&str], rows: &[&[usize]], gaps: &[BumpGap]) -> Bump {
        let columns = gaps.iter().enumerate().map(|(index, since)| BumpColumn {
            name: format!("2023年{}月", index + 1),
            short: format!("23-{:02}", index + 1),
            since: *since,
        });
        let step = |row: usize| (row > 0).then(|| BumpStep { row, place: u32::try_from(row).unwrap() });
        let line = |(name, rows): (&&str, &&[usize])| BumpLine {
            name: (*name).to_owned(),
            steps: rows.iter().map(|row| step(*row)).collect(),
        };
        Bump {
            caption: Message::default(),
            columns: columns.collect(),
            lines: names.iter().zip(rows).map(line).collect(),
            top: 3,
        }
    }

    #[test]
    fn lines_cross_rest_end_and_stop_at_breaks() {
        use BumpGap::{Broken, Joined, Missing};
        let chart = chart(
            &["文心一言", "GPT-4", "vivoLM", "gone"],
            &[&[2, 1, 1, 1, 2], &[1, 2, 2, 2, 1], &[0, 3, 3, 3, 3], &[3, 0, 0, 0, 0]],
            &[Joined, Joined, Broken, Missing, Joined],
        );
        let lines = bump(&chart, Language::English, 50);
        let expected = [
            "    23-01    23-02    23-03    23-04    23-05",
            "  1 A──────╭─B   ┊    B        B──────╭─A GPT-4",
            "  2 B──────╯─A   ┊    A        A──────╯─B 文心一言",
            "  3 D        C   ┊    C        C────────C vivoLM",
            "D gone",
        ];
        assert_eq!(lines.len(), expected.len(), "{lines:#?}");
        assert!(lines.iter().all(|line| width(line) <= 50), "{lines:#?}");
        assert!(
            lines[1].ends_with("A GPT-4") && lines[2].ends_with("B 文心一言") && lines[4] == "D gone",
            "{lines:#?}"
        );
        assert!(lines[1..4].iter().all(|line| line.matches('┊').count() == 1), "{lines:#?}");
        assert!(lines[3].contains("C──"), "{lines:#?}");
    }

    #[test]
    fn what_does_not_fit_is_spread_over_time_and_said() {
        let rows: Vec<usize> = vec![1; 300];
        let chart = chart(&["a"], &[&rows], &vec![BumpGap::Joined; 300]);
        for columns in [40, 80, 200, usize::MAX] {
            let lines = bump(&chart, Language::Chinese, columns);
            assert!(lines.iter().all(|line| width(line) <= columns.min(MOST_COLUMNS)), "{lines:#?}");
            assert!(lines.last().unwrap().starts_with("共 300 个版本"), "{lines:#?}");
        }
    }
}

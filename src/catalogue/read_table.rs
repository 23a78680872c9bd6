//! A table's definition: from what is typed to what it means.

use super::edition::EditionPatterns;
use super::file_board::{InsideFile, PartFile, TableFile};
use super::heading::Heading;
use super::only::Only;
use super::read_source::Reader;
use super::table::{Cut, Group, Inside, Melt, Part, Pivot, Reshape, Rows, TableSelector};
use crate::error::Result;
use crate::message;
use crate::text::{Message, fold};

impl Reader<'_> {
    pub(super) fn table(&self, file: &TableFile, editions: &EditionPatterns) -> Result<TableSelector> {
        let heading = file
            .heading
            .iter()
            .map(|template| Heading::new(template, editions).map_err(|why| self.wrong(template, Message::same(why))));
        Ok(TableSelector {
            format: file.format,
            inside: inside(file.inside.as_deref()),
            heading: heading.collect::<Result<_>>()?,
            sheet: file.sheet.clone(),
            at: file.at.clone(),
            has: file.has.iter().map(|header| fold(header)).collect(),
            lacks: file.lacks.iter().map(|header| fold(header)).collect(),
            nth: file.nth,
            rows: self.rows(file)?,
            reshape: self.reshape(file)?,
        })
    }

    fn rows(&self, file: &TableFile) -> Result<Rows> {
        let delimiter = file.delimiter.as_deref().map(|text| match text.as_bytes() {
            [byte] if byte.is_ascii() => Ok(*byte),
            _ => Err(self.wrong(text, message!("a delimiter is one ASCII character", "分隔符是一个 ASCII 字符"))),
        });
        Ok(Rows {
            layout: file.layout,
            depth: file.depth.unwrap_or(Rows::default().depth),
            inherit: file.inherit.clone(),
            attributes: file.attributes.clone(),
            parts: file.parts.iter().map(part).collect(),
            hidden: file.hidden,
            delimiter: delimiter.transpose()?,
            skip_rows: file.skip_rows,
            header_rows: file.header_rows,
        })
    }

    fn reshape(&self, file: &TableFile) -> Result<Reshape> {
        let cut = file.cut.iter().map(|cut| {
            let regex = self.regex(&cut.regex)?;
            if regex.capture_names().flatten().next().is_none() {
                let what = message!("the expression needs a named group", "表达式需要一个命名的捕获组");
                return Err(self.wrong(&cut.regex, what));
            }
            Ok(Cut { column: cut.column.clone(), regex })
        });
        let only = file.only.iter().map(|(column, typed)| {
            let only = Only::new(typed).map_err(|wrong| {
                let what = message!(
                    "{wrong:?} compares with neither a number nor a day (2024-02-01)",
                    "{wrong:?} 的比较对象既非数字，也非日期（如 2024-02-01）"
                );
                self.wrong(wrong, what)
            });
            Ok((column.clone(), only?))
        });
        Ok(Reshape {
            union: file.union,
            melt: file.melt.as_ref().map(|melt| Melt {
                keep: melt.keep.clone(),
                name: melt.name.clone(),
                value: melt.value.clone(),
            }),
            cut: cut.collect::<Result<_>>()?,
            only: only.collect::<Result<_>>()?,
            group: file.group.as_ref().map(|group| Group {
                by: group.by.clone(),
                mean: group.mean.clone(),
                sum: group.sum.clone(),
                count: group.count.clone(),
            }),
            pivot: file.pivot.as_ref().map(|pivot| Pivot {
                keep: pivot.keep.clone(),
                by: pivot.by.clone(),
                value: pivot.value.clone(),
            }),
            transpose: file.transpose,
            split: file.split.clone(),
        })
    }
}

fn part(file: &PartFile) -> Part {
    Part { column: file.column.clone(), at: file.at.clone(), name: file.name.clone() }
}

/// The chain of outer bodies, the outermost first.
fn inside(file: Option<&InsideFile>) -> Vec<Inside> {
    let mut chain: Vec<Inside> = std::iter::successors(file, |file| file.inside.as_deref())
        .map(|file| Inside { format: file.format, at: file.at.clone() })
        .collect();
    chain.reverse();
    chain
}

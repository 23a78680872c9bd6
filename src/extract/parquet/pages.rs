//! Pages on their way to the decoder, which ends the program on some kinds of damage: these are found here.

use super::runs::{check, ends_early, split_prefixed, width};
use ::parquet::basic::{Encoding, Type};
use ::parquet::column::page::{Page, PageMetadata, PageReader};
use ::parquet::errors::{ParquetError, Result};
use ::parquet::schema::types::ColumnDescriptor;
use bytes::Bytes;

/// Hands on the pages of a column.
pub(super) struct Pages {
    inner: Box<dyn PageReader>,
    of_text: bool,
    /// The highest level of definition and of repetition.
    levels: [i16; 2],
}

impl Pages {
    pub(super) fn new(pages: Box<dyn PageReader>, column: &ColumnDescriptor) -> Pages {
        let of_text = column.physical_type() == Type::BYTE_ARRAY;
        Pages { inner: pages, of_text, levels: [column.max_def_level(), column.max_rep_level()] }
    }

    fn checked(&self, mut page: Page) -> Result<Page> {
        match &page {
            Page::DataPage { buf, num_values, encoding, def_level_encoding, rep_level_encoding, .. } => {
                let mut rest: &[u8] = buf;
                let [defined, repeated] = self.levels;
                for (most, how) in [(repeated, rep_level_encoding), (defined, def_level_encoding)] {
                    if most == 0 {
                        continue;
                    }
                    if *how != Encoding::RLE {
                        return Err(ParquetError::NYI(format!("levels in encoding {how}")));
                    }
                    let (levels, values) = split_prefixed(rest)?;
                    check(levels, width(most), *num_values)?;
                    rest = values;
                }
                self.check_values(rest, *encoding, *num_values)?;
            }
            Page::DataPageV2 { buf, num_values, encoding, def_levels_byte_len, rep_levels_byte_len, .. } => {
                let mut rest: &[u8] = buf;
                let [defined, repeated] = self.levels;
                for (most, length) in [(repeated, rep_levels_byte_len), (defined, def_levels_byte_len)] {
                    let length = usize::try_from(*length).unwrap_or(usize::MAX);
                    let (levels, values) = rest.split_at_checked(length).ok_or_else(ends_early)?;
                    check(levels, width(most), *num_values)?;
                    rest = values;
                }
                self.check_values(rest, *encoding, *num_values)?;
            }
            Page::DictionaryPage { buf, num_values, .. } => self.check_values(buf, Encoding::PLAIN, *num_values)?,
        }
        if self.of_text && matches!(page.encoding(), Encoding::PLAIN | Encoding::PLAIN_DICTIONARY) {
            // Where a page has fewer texts than it says, the decoder reads a length behind the last one. Four bytes more
            // make it a length that no page has, and the decoder says that the page ends early.
            let (Page::DataPage { buf, .. } | Page::DataPageV2 { buf, .. } | Page::DictionaryPage { buf, .. }) =
                &mut page;
            *buf = Bytes::from([buf, &[0xff; 4][..]].concat());
        }
        Ok(page)
    }

    /// Looks at the runs or texts in which the values of a page are stored.
    fn check_values(&self, bytes: &[u8], encoding: Encoding, count: u32) -> Result<()> {
        match encoding {
            Encoding::PLAIN if self.of_text => {
                let mut rest = bytes;
                while !rest.is_empty() {
                    rest = split_prefixed(rest)?.1;
                }
                Ok(())
            }
            Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY => match bytes.split_first() {
                Some((width, runs)) => check(runs, usize::from(*width), count),
                None => Ok(()),
            },
            Encoding::RLE => check(split_prefixed(bytes)?.0, 1, count),
            _ => Ok(()),
        }
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        self.inner.get_next_page()?.map(|page| self.checked(page)).transpose()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.inner.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.inner.skip_next_page()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.inner.at_record_boundary()
    }
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Result<Page>> {
        self.get_next_page().transpose()
    }
}

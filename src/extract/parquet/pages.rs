//! Pages on their way to the decoder.

use ::parquet::basic::{Encoding, Type};
use ::parquet::column::page::{Page, PageMetadata, PageReader};
use ::parquet::errors::Result;
use bytes::Bytes;

/// Hands on the pages of a column. The decoder ends the program where the length of a text is cut off, so text pages
/// get four bytes more, which make a length that no page has: then the decoder says that the page ends early.
pub(super) struct Pages {
    pages: Box<dyn PageReader>,
    of_text: bool,
}

impl Pages {
    pub(super) fn new(pages: Box<dyn PageReader>, physical: Type) -> Pages {
        Pages { pages, of_text: physical == Type::BYTE_ARRAY }
    }

    fn extended(&self, mut page: Page) -> Page {
        if self.of_text && page.encoding() == Encoding::PLAIN {
            let (Page::DataPage { buf, .. } | Page::DataPageV2 { buf, .. } | Page::DictionaryPage { buf, .. }) =
                &mut page;
            *buf = Bytes::from([buf, &[0xff; 4][..]].concat());
        }
        page
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        Ok(self.pages.get_next_page()?.map(|page| self.extended(page)))
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.pages.at_record_boundary()
    }
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Result<Page>> {
        self.get_next_page().transpose()
    }
}

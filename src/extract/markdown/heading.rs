//! The headings of a body, written as Markdown or as tags.

use pulldown_cmark::{Event, Tag, TagEnd};

/// What was said last above a place, as the events go by.
#[derive(Default)]
pub(super) struct Headings {
    last: Option<String>,
    /// The heading that is being read.
    open: Option<String>,
}

impl Headings {
    /// The nearest heading above.
    pub(super) fn last(&self) -> Option<String> {
        self.last.clone()
    }

    /// Takes what an event says of headings.
    pub(super) fn see(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::Heading { .. }) => self.open = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => self.close(),
            Event::Text(text) | Event::Code(text) => self.say(text),
            Event::SoftBreak | Event::HardBreak => self.say(" "),
            Event::Html(html) | Event::InlineHtml(html) => self.html(html),
            _ => {}
        }
    }

    fn say(&mut self, text: &str) {
        if let Some(heading) = &mut self.open {
            heading.push_str(text);
        }
    }

    fn close(&mut self) {
        if let Some(heading) = self.open.take() {
            self.last = Some(heading.trim().to_owned()).filter(|heading| !heading.is_empty());
        }
    }

    /// Headings written as tags: `<h3 id="discuss">讨论</h3>`, in one event or several.
    fn html(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            let (text, tag) = rest.split_at(at);
            self.say(text);
            let end = tag.find('>').map_or(tag.len(), |end| end + 1);
            let name = tag.trim_start_matches(['<', '/']).as_bytes();
            let is_heading = matches!(name, [b'h' | b'H', b'1'..=b'6', b'>' | b' ' | b'\t' | b'\n', ..]);
            match (is_heading, tag.starts_with("</")) {
                (true, false) => self.open = Some(String::new()),
                (true, true) => self.close(),
                (false, _) => {}
            }
            rest = tag.get(end..).unwrap_or_default();
        }
        self.say(rest);
    }
}

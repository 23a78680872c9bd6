//! Scripts that are data: literals without comments and without blanks between them.

pub fn relay(body: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(body);
    let mut written = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut quote: Option<char> = None;
    while let Some(c) = chars.next() {
        match quote {
            Some(open) => {
                written.push(c);
                if c == '\\' {
                    written.extend(chars.next());
                } else if c == open {
                    quote = None;
                }
            }
            None if matches!(c, '"' | '\'' | '`') => {
                quote = Some(c);
                written.push(c);
            }
            None if c == '/' && chars.peek() == Some(&'/') => while chars.next_if(|c| *c != '\n').is_some() {},
            None if c == '/' && chars.peek() == Some(&'*') => {
                chars.next();
                let mut last = ' ';
                for c in chars.by_ref() {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            None if c.is_whitespace() => {
                while chars.next_if(|c| c.is_whitespace()).is_some() {}
                // A line for each record, and a blank between words.
                written.push(if written.ends_with(',') || written.ends_with(';') { '\n' } else { ' ' });
            }
            None => written.push(c),
        }
    }
    format!("{}\n", written.trim()).into_bytes()
}

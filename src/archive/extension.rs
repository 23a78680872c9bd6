//! The extension of an object's file: for people and their programs, from a fixed list, never a publisher's text.

/// Every extension that an object may have. Readers look for them in this order.
pub(super) const EXTENSIONS: [&str; 17] = [
    "json", "html", "md", "xlsx", "csv", "tsv", "jsonl", "yaml", "js", "txt", "xml", "parquet", "zip", "gz", "png",
    "pdf", "bin",
];

/// The extension on the list that is written like this.
pub(super) fn known(text: &str) -> Option<&'static str> {
    EXTENSIONS.into_iter().find(|extension| *extension == text)
}

/// From the first bytes, else the address, else the media type, else `bin`.
pub(super) fn extension(body: &[u8], url: &str, media_type: Option<&str>) -> &'static str {
    by_magic(body).or_else(|| by_address(url)).or_else(|| by_media_type(media_type?)).unwrap_or("bin")
}

fn by_magic(body: &[u8]) -> Option<&'static str> {
    let is = |magic: &[u8]| body.starts_with(magic);
    if is(b"PK\x03\x04") {
        // A workbook says so in the names of its first members.
        let head = body.get(..body.len().min(4096)).unwrap_or(body);
        let office = head.windows(19).any(|window| window == b"[Content_Types].xml");
        let sheets = office || head.windows(3).any(|window| window == b"xl/");
        return Some(if sheets { "xlsx" } else { "zip" });
    }
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    let opens = |tag: &[u8]| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    match () {
        () if is(b"PAR1") => Some("parquet"),
        () if is(b"\x1f\x8b") => Some("gz"),
        () if is(b"\x89PNG") => Some("png"),
        () if is(b"%PDF-") => Some("pdf"),
        () if opens(b"<!doctype html") || opens(b"<html") => Some("html"),
        () => None,
    }
}

fn by_address(url: &str) -> Option<&'static str> {
    let path = url.split(['?', '#']).next()?;
    let name = path.rsplit('/').next()?;
    let (_, extension) = name.rsplit_once('.')?;
    match extension.to_ascii_lowercase().as_str() {
        "htm" => Some("html"),
        "markdown" => Some("md"),
        "yml" => Some("yaml"),
        "mjs" => Some("js"),
        "ndjson" => Some("jsonl"),
        // What these would have to begin with, it does not begin with.
        "xlsx" | "parquet" | "zip" | "gz" | "png" | "pdf" => None,
        other => known(other),
    }
}

fn by_media_type(media_type: &str) -> Option<&'static str> {
    let essence = media_type.split(';').next()?.trim().to_ascii_lowercase();
    Some(match essence.as_str() {
        "text/html" | "application/xhtml+xml" => "html",
        "application/json" => "json",
        "application/x-ndjson" | "application/jsonl" => "jsonl",
        "text/csv" => "csv",
        "text/tab-separated-values" => "tsv",
        "text/markdown" => "md",
        "text/javascript" | "application/javascript" => "js",
        "application/yaml" | "text/yaml" | "application/x-yaml" => "yaml",
        "application/xml" | "text/xml" => "xml",
        "text/plain" => "txt",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_outrank_the_address_and_the_address_the_media_type() {
        let cases: [(&[u8], &str, Option<&str>, &str); 9] = [
            (b"PK\x03\x04......xl/workbook.xml", "https://a/%E6%9C%88.xlsx", None, "xlsx"),
            (b"PK\x03\x04......data.csv", "https://a/x.xlsx", None, "zip"),
            (b"\n <!DOCTYPE HTML><p>", "https://a/2026.xlsx", None, "html"),
            (b"# SuperCLUE", "https://a/README.md?x=.csv", Some("text/plain"), "md"),
            (b"{}", "https://a/api", Some("application/json; charset=utf-8"), "json"),
            (b"a,b", "https://a/table.CSV", None, "csv"),
            (b"?", "https://a/x.xlsx", None, "bin"),
            (b"?", "https://a/x.../../etc/passwd", None, "bin"),
            (b"", "", None, "bin"),
        ];
        for (body, url, media_type, expected) in cases {
            assert_eq!(extension(body, url, media_type), expected, "{url}");
        }
    }
}

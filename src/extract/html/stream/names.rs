//! What the standard says of elements by their names, as far as a reader without a tree needs it.

/// The end of one word is not the end of the other: elements that stand on lines of their own.
pub(super) const BLOCK: u16 = 1;
/// Ends the search of a generic end tag for its start tag.
pub(super) const SPECIAL: u16 = 1 << 1;
/// Hides what stands outside of it from end tags within.
pub(super) const SCOPE: u16 = 1 << 2;
/// Bold and its like, which are opened again where they were closed by something else.
pub(super) const FORMAT: u16 = 1 << 3;
/// `h1` to `h6`.
pub(super) const HEADING: u16 = 1 << 4;
/// Closed by the end of what it stands in.
pub(super) const IMPLIED: u16 = 1 << 5;
/// Its start and end tags close an open paragraph and other open elements.
pub(super) const BOX: u16 = 1 << 6;
/// Never has content.
pub(super) const VOID: u16 = 1 << 7;
/// `table`, its sections, rows, cells, captions and columns.
pub(super) const TABLE: u16 = 1 << 8;
/// What stands in it is never shown.
pub(super) const UNSHOWN: u16 = 1 << 9;
/// Content that is text up to the end tag.
pub(super) const RAW: u16 = 1 << 10;
/// What stands in it after it was closed by something else is not opened again.
pub(super) const MARKER: u16 = 1 << 11;

/// What is said of an element of HTML.
pub(super) fn traits_of(name: &str) -> u16 {
    match name {
        "td" | "th" => BLOCK | SPECIAL | SCOPE | TABLE,
        "tr" => BLOCK | SPECIAL | TABLE,
        "table" | "caption" => SPECIAL | SCOPE | TABLE,
        "tbody" | "thead" | "tfoot" | "colgroup" | "col" => SPECIAL | TABLE,
        "div" | "ul" | "ol" => BLOCK | SPECIAL | BOX,
        "p" => BLOCK | SPECIAL | BOX | IMPLIED,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => BLOCK | SPECIAL | HEADING,
        "li" => BLOCK | SPECIAL | IMPLIED,
        "dd" | "dt" => SPECIAL | IMPLIED,
        "option" | "optgroup" | "rb" | "rp" | "rt" | "rtc" => IMPLIED,
        "a" | "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike" | "strong" | "tt"
        | "u" => FORMAT,
        "dialog" | "search" => BOX,
        "address" | "article" | "aside" | "blockquote" | "center" | "details" | "dir" | "dl" | "fieldset"
        | "figcaption" | "figure" | "footer" | "header" | "hgroup" | "main" | "menu" | "nav" | "section"
        | "summary" => SPECIAL | BOX,
        "area" | "base" | "basefont" | "bgsound" | "br" | "embed" | "hr" | "img" | "input" | "link" | "meta"
        | "param" | "source" | "track" | "wbr" => SPECIAL | VOID,
        "image" | "keygen" => VOID,
        "script" | "style" | "noscript" => SPECIAL | RAW | UNSHOWN,
        "title" | "textarea" | "xmp" | "iframe" | "noembed" | "noframes" => SPECIAL | RAW,
        "template" => SPECIAL | SCOPE | UNSHOWN | MARKER,
        "applet" | "marquee" | "object" => SPECIAL | SCOPE | MARKER,
        "select" => SPECIAL | SCOPE,
        "body" | "button" | "form" | "html" | "listing" | "pre" => SPECIAL,
        _ => 0,
    }
}

/// What is said of an element of a drawing or formula. Names mean little there; blocks and scripts are what the reader
/// of the tree takes them for.
pub(super) fn foreign_traits_of(space: Space, name: &str) -> u16 {
    let shown = traits_of(name) & (BLOCK | UNSHOWN);
    let island = is_island(space, name) && name != "annotation-xml";
    shown | if island { SCOPE } else { 0 }
}

/// Where HTML begins again within a drawing or formula.
pub(super) fn is_island(space: Space, name: &str) -> bool {
    match space {
        Space::Html => false,
        Space::Drawing => matches!(name, "foreignobject" | "desc" | "title"),
        Space::Formula => matches!(name, "mi" | "mo" | "mn" | "ms" | "mtext" | "annotation-xml"),
    }
}

/// Which language an element is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    Html,
    /// `svg`.
    Drawing,
    /// `math`.
    Formula,
}

/// Start tags that end a drawing or formula.
pub(super) fn breaks_out(name: &str) -> bool {
    const OTHERS: &[&str] = &[
        "b",
        "big",
        "blockquote",
        "body",
        "br",
        "center",
        "code",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "embed",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "hr",
        "i",
        "img",
        "li",
        "listing",
        "menu",
        "meta",
        "nobr",
        "ol",
        "p",
        "pre",
        "ruby",
        "s",
        "small",
        "span",
        "strong",
        "strike",
        "sub",
        "sup",
        "table",
        "tt",
        "u",
        "ul",
        "var",
    ];
    OTHERS.contains(&name)
}

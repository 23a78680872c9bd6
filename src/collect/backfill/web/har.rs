//! `--from har`: what a browser saved, read as a stream.

use super::decode::MOST;
use super::taker::{Exchange, Taker};
use super::warc::cut_short;
use crate::archive::Keeper;
use crate::collect::backfill::{Intake, Options, Wanted, Way};
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::text::{Message, printable_line};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use struson::reader::{JsonReader, JsonStreamReader, ReaderError, ValueType};

/// The longest text of a body that is read; base64 takes four letters for three bytes.
const MOST_TEXT: u64 = MOST / 3 * 4 + 8;

/// The longest header or address that is read.
const MOST_WORD: u64 = 64 << 10;

/// The length of the mark that UTF-8 may begin with.
const UTF8_MARK: usize = 3;

struct Har {
    files: Vec<PathBuf>,
}

/// Makes the way ready.
pub(in crate::collect::backfill) fn make(options: &Options) -> Result<Box<dyn Way>> {
    Ok(Box::new(Har { files: files(options, "har", &[])? }))
}

/// The files that are named, none of them with one of these endings.
pub(super) fn files(options: &Options, way: &str, not: &[&str]) -> Result<Vec<PathBuf>> {
    let usage = |what: Message| Error::new(ErrorKind::Usage { what });
    if options.files.is_empty() {
        let error = usage(message!("--from {way} needs a file", "--from {way} 需要指明文件"));
        let hint = message!("bangdan backfill SOURCE FILE --from {way}", "bangdan backfill 来源 文件 --from {way}");
        return Err(error.with_hint(hint));
    }
    for file in &options.files {
        let (shown, name) = (file.display(), file.to_string_lossy().to_lowercase());
        if not.iter().any(|ending| name.ends_with(ending)) {
            let error = usage(message!("{shown} is a package of files", "{shown} 是文件包"));
            return Err(error.with_hint(message!(
                "unzip it: the files are those of its folder `archive`",
                "请解压：所需文件在其 `archive` 目录中"
            )));
        }
    }
    Ok(options.files.clone())
}

/// Opens a file; with it the name that its versions are known by.
pub(super) fn open(path: &Path) -> Result<(File, String)> {
    let name = path.file_name().map_or_else(String::new, |name| printable_line(&name.to_string_lossy()).into_owned());
    let file = File::open(path).and_then(|file| {
        if file.metadata()?.is_dir() { Err(io::Error::from(io::ErrorKind::IsADirectory)) } else { Ok(file) }
    });
    let file = file.map_err(|cause| {
        let what = path.display();
        let what = message!("{what} cannot be read", "无法读取 {what}");
        Error::new(ErrorKind::Usage { what }).caused_by(cause)
    })?;
    Ok((file, name))
}

impl Way for Har {
    fn keeper(&self) -> Keeper {
        Keeper::Har
    }

    fn run(&mut self, wanted: &Wanted<'_>, intake: &mut Intake<'_>) -> Result<()> {
        let mut late = None;
        for path in &self.files {
            let (file, name) = open(path)?;
            let mut taker = Taker::new(wanted);
            let mut reading = Reading { taker: &mut taker, intake, name: &name, entry: 0 };
            match reading.file(file) {
                Ok(()) => {}
                Err(Stopped::Error(error)) => return Err(error),
                Err(Stopped::Json(error)) => {
                    late = late.or(Some(broken(&name, reading.entry, &error)));
                    continue;
                }
            }
            late = late.or(taker.finish(&name, intake).err());
        }
        late.map_or(Ok(()), Err)
    }
}

enum Stopped {
    Json(String),
    Error(Error),
}

impl From<ReaderError> for Stopped {
    fn from(error: ReaderError) -> Stopped {
        Stopped::Json(error.to_string())
    }
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Stopped {
        Stopped::Json(error.to_string())
    }
}

fn broken(name: &str, entry: usize, why: &str) -> Error {
    let why: String = printable_line(why).chars().take(200).collect();
    let why = message!(
        "it breaks off or is no HAR after {entry} entries: {why}",
        "读取 {entry} 条之后中断，或不是 HAR 文件：{why}"
    );
    Error::new(ErrorKind::Unreadable { what: name.to_owned(), position: None, why })
        .with_hint(message!("the entries before that are kept", "之前的条目已保存"))
}

struct Reading<'r, 'a, 'i> {
    taker: &'r mut Taker<'a>,
    intake: &'r mut Intake<'i>,
    name: &'r str,
    entry: usize,
}

/// The text of a body.
#[derive(Default)]
struct Text {
    bytes: Vec<u8>,
    too_long: bool,
    /// How many bytes the browser says that the body had.
    stated: Option<usize>,
    encoding: Option<String>,
}

impl Reading<'_, '_, '_> {
    fn file(&mut self, file: File) -> Result<(), Stopped> {
        let mut buffered = BufReader::with_capacity(256 << 10, file);
        skip_mark(&mut buffered)?;
        let mut json = JsonStreamReader::new(buffered);
        json.begin_object()?;
        let mut found = false;
        while json.has_next()? {
            if json.next_name()? != "log" {
                json.skip_value()?;
                continue;
            }
            json.begin_object()?;
            while json.has_next()? {
                if json.next_name()? != "entries" {
                    json.skip_value()?;
                    continue;
                }
                found = true;
                json.begin_array()?;
                while json.has_next()? {
                    self.entry(&mut json)?;
                    self.entry += 1;
                }
                json.end_array()?;
            }
            json.end_object()?;
        }
        json.end_object()?;
        if found { Ok(()) } else { Err(Stopped::Json("no log.entries".to_owned())) }
    }

    fn entry<R: Read>(&mut self, json: &mut JsonStreamReader<R>) -> Result<(), Stopped> {
        let number = self.entry + 1;
        let mut exchange = Exchange { reference: format!("{} entry {number}", self.name), ..Exchange::default() };
        let mut text = Text::default();
        json.begin_object()?;
        while json.has_next()? {
            match json.next_name_owned()?.as_str() {
                "startedDateTime" => exchange.at = word(json)?.and_then(|time| time.trim().parse().ok()),
                "request" => object(json, |json, name| {
                    match name {
                        "method" => exchange.method = word(json)?.unwrap_or_default(),
                        "url" => exchange.url = word(json)?.unwrap_or_default(),
                        _ => json.skip_value()?,
                    }
                    Ok(())
                })?,
                "response" => {
                    // Where the address is known and no resource's, its body is passed over.
                    let matters = exchange.url.is_empty() || self.taker.hit(&exchange.url).is_some();
                    response(json, &mut exchange, &mut text, matters)?;
                }
                _ => json.skip_value()?,
            }
        }
        json.end_object()?;
        self.taken(&exchange, text).map_err(Stopped::Error)
    }

    fn taken(&mut self, exchange: &Exchange, text: Text) -> Result<()> {
        let Some(hit) = self.taker.hit(&exchange.url) else { return Ok(()) };
        let Some(version) = self.taker.version(exchange, &hit, self.intake) else { return Ok(()) };
        if self.intake.is_settled(&version)? {
            return Ok(());
        }
        if text.too_long {
            let most = MOST >> 20;
            self.intake.skip(&version, message!("it has more than {most} MB", "超过 {most} MB"));
            return Ok(());
        }
        let bytes = match text.encoding.as_deref() {
            Some("base64") => {
                let letters: Vec<u8> = text.bytes.into_iter().filter(|byte| !byte.is_ascii_whitespace()).collect();
                if let Ok(bytes) = STANDARD.decode(letters) {
                    bytes
                } else {
                    self.intake.skip(&version, message!("its base64 text is broken", "base64 文本损坏"));
                    return Ok(());
                }
            }
            _ => text.bytes,
        };
        // A browser drops a mark of UTF-8 at the beginning.
        if let Some(stated) = text.stated.filter(|stated| !bytes.is_empty() && *stated > bytes.len() + UTF8_MARK) {
            self.intake.skip(&version, cut_short(bytes.len(), stated));
            return Ok(());
        }
        Taker::take(&version, &bytes, self.intake)
    }
}

fn response<R: Read>(
    json: &mut JsonStreamReader<R>,
    exchange: &mut Exchange,
    text: &mut Text,
    matters: bool,
) -> Result<(), Stopped> {
    object(json, |json, name| {
        match name {
            "status" if json.peek()? == ValueType::Number => {
                exchange.status = json.next_number_as_string()?.parse().unwrap_or(0);
            }
            "redirectURL" => exchange.location = word(json)?.filter(|url| !url.is_empty()).or(exchange.location.take()),
            "headers" if json.peek()? == ValueType::Array => {
                json.begin_array()?;
                while json.has_next()? {
                    header(json, exchange)?;
                }
                json.end_array()?;
            }
            "content" => object(json, |json, name| {
                match name {
                    "text" if matters && json.peek()? == ValueType::String => {
                        let mut reader = json.next_string_reader()?;
                        (&mut reader).take(MOST_TEXT).read_to_end(&mut text.bytes)?;
                        text.too_long = io::copy(&mut reader, &mut io::sink())? > 0;
                    }
                    "size" if json.peek()? == ValueType::Number => {
                        text.stated = json.next_number_as_string()?.parse().ok();
                    }
                    "encoding" => text.encoding = word(json)?.map(|name| name.to_ascii_lowercase()),
                    "mimeType" => exchange.media_type = word(json)?.filter(|kind| !kind.is_empty()),
                    _ => json.skip_value()?,
                }
                Ok(())
            })?,
            _ => json.skip_value()?,
        }
        Ok(())
    })
}

fn header<R: Read>(json: &mut JsonStreamReader<R>, exchange: &mut Exchange) -> Result<(), Stopped> {
    let (mut name, mut value) = (None, None);
    object(json, |json, key| {
        match key {
            "name" => name = word(json)?,
            "value" => value = word(json)?,
            _ => json.skip_value()?,
        }
        Ok(())
    })?;
    match name.unwrap_or_default().to_ascii_lowercase().as_str() {
        "last-modified" => exchange.last_modified = value,
        "date" => exchange.date = value,
        "location" => exchange.location = value,
        _ => {}
    }
    Ok(())
}

/// Reads an object's members; anything else is passed over.
fn object<R: Read>(
    json: &mut JsonStreamReader<R>,
    mut member: impl FnMut(&mut JsonStreamReader<R>, &str) -> Result<(), Stopped>,
) -> Result<(), Stopped> {
    if json.peek()? != ValueType::Object {
        return Ok(json.skip_value()?);
    }
    json.begin_object()?;
    while json.has_next()? {
        let name = json.next_name_owned()?;
        member(json, &name)?;
    }
    Ok(json.end_object()?)
}

/// A short text; `None` where it is none.
fn word<R: Read>(json: &mut JsonStreamReader<R>) -> Result<Option<String>, Stopped> {
    if json.peek()? != ValueType::String {
        json.skip_value()?;
        return Ok(None);
    }
    let mut reader = json.next_string_reader()?;
    let mut bytes = Vec::new();
    (&mut reader).take(MOST_WORD).read_to_end(&mut bytes)?;
    io::copy(&mut reader, &mut io::sink())?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// Passes over a byte order mark.
fn skip_mark(reader: &mut BufReader<File>) -> io::Result<()> {
    use std::io::BufRead;
    if reader.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        reader.consume(3);
    }
    Ok(())
}

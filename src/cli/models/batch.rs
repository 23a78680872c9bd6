//! `bangdan models resolve --input`: a whole table of names.

use crate::cli::output::{data_to_stdout, replace_file};
use crate::cli::session::Session;
use crate::error::{Error, ErrorKind, Result};
use crate::exchange::{NamesStopped, NamesTable, NamesTold};
use crate::identity::PrintedSources;
use crate::message;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

pub(super) fn run(session: &Session, input: &Path, output: Option<&Path>) -> Result<u8> {
    let (registry, printed) = (session.registry()?, PrintedSources::built_in()?);
    let is_stdin = input == Path::new("-");
    let mut reader: Box<dyn Read> = if is_stdin { Box::new(io::stdin()) } else { Box::new(open(input)?) };
    let table = NamesTable { registry: &registry, printed: &printed, language: session.language, file: input };
    let (mut told, mut stopped) = (None, None);
    let mut fill = |writer: &mut dyn Write| match table.resolve(&mut reader, writer) {
        Ok(done) => {
            told = Some(done);
            writer.flush()
        }
        Err(NamesStopped::Output(cause)) => Err(cause),
        Err(NamesStopped::Input(error)) => {
            stopped = Some(error);
            Err(io::Error::other("the input"))
        }
    };
    let written = match output {
        Some(path) => replace_file(path, fill),
        None => data_to_stdout(|stdout| fill(&mut BufWriter::new(stdout))),
    };
    if let Some(error) = stopped {
        return Err(error);
    }
    written?;
    if let Some(told) = told {
        tell(session, &told);
    }
    Ok(0)
}

fn tell(session: &Session, told: &NamesTold) {
    let NamesTold { rows, models, composites, no_models, undecided, blank_lines } = told;
    session.tell(&message!(
        "{rows} names: {models} mean one model, {composites} several together, {no_models} none; {undecided} are left \
         undecided",
        "共 {rows} 个名称：{models} 个指单一模型，{composites} 个指多个模型，{no_models} 个不是模型；{undecided} 个未能确定"
    ));
    if *blank_lines > 0 {
        session.tell(&message!(
            "blank lines are no rows of a CSV: {blank_lines} skipped",
            "空行不是 CSV 的行：已跳过 {blank_lines} 行"
        ));
    }
}

fn open(path: &Path) -> Result<File> {
    let failed = |cause: io::Error| {
        Error::new(ErrorKind::Io { doing: message!("read", "读取"), path: path.to_owned() }).caused_by(cause)
    };
    File::open(path).map_err(failed)
}

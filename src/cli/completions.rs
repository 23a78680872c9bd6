//! `bangdan completions` and `bangdan man`

use super::args::Completions;
use super::output::write_bytes;
use super::run::command;
use super::session::Session;
use crate::error::{Error, ErrorKind, Result};
use crate::message;

pub(super) fn run(session: &Session, arguments: &Completions) -> Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command(session.language), "bangdan", &mut script);
    write_bytes(None, &script)?;
    Ok(0)
}

pub(super) fn manual(session: &Session) -> Result<u8> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command(session.language)).render(&mut page).map_err(|cause| {
        let what = message!("the manual page cannot be written", "无法生成手册页");
        Error::new(ErrorKind::Usage { what }).caused_by(cause)
    })?;
    write_bytes(None, &page)?;
    Ok(0)
}

//! bangdan's one program; see `bangdan --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(bangdan::cli::run(std::env::args_os()))
}

//! One progress bar for each host, on the error stream of a terminal.

use crate::fetch::Progress;
use crate::text::Language;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The bars of a run.
pub(super) struct Bars {
    language: Language,
    all: MultiProgress,
    by_host: Mutex<BTreeMap<String, ProgressBar>>,
}

impl Bars {
    /// Bars on the error stream; nothing is drawn where it is no terminal, or where asked to be quiet.
    pub(super) fn new(language: Language, quiet: bool) -> Bars {
        let drawn = !quiet && std::io::stderr().is_terminal();
        let target = if drawn { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        Bars { language, all: MultiProgress::with_draw_target(target), by_host: Mutex::new(BTreeMap::new()) }
    }

    /// Takes the bars off the terminal.
    pub(super) fn finish(&self) {
        for bar in self.by_host.lock().unwrap_or_else(PoisonError::into_inner).values() {
            bar.finish_and_clear();
        }
    }

    fn with(&self, host: &str, act: impl FnOnce(&ProgressBar)) {
        let mut bars = self.by_host.lock().unwrap_or_else(PoisonError::into_inner);
        let bar = bars.entry(host.to_owned()).or_insert_with(|| {
            let style = ProgressStyle::with_template("{prefix} [{bar:24}] {pos}/{len} {msg}");
            let bar = ProgressBar::new(0).with_prefix(host.to_owned());
            self.all.add(match style {
                Ok(style) => bar.with_style(style.progress_chars("=> ")),
                Err(_) => bar,
            })
        });
        act(bar);
    }
}

impl Progress for Bars {
    fn planned(&self, host: &str, count: usize) {
        self.with(host, |bar| bar.inc_length(count as u64));
    }

    fn request_done(&self, host: &str) {
        self.with(host, |bar| {
            bar.set_message("");
            bar.inc(1);
        });
    }

    fn waiting(&self, host: &str, pause: Duration) {
        let seconds = pause.as_secs_f32();
        let text = match self.language {
            Language::English => format!("waiting {seconds:.1} s"),
            Language::Chinese => format!("等待 {seconds:.1} 秒"),
        };
        self.with(host, |bar| bar.set_message(text));
    }
}

//! A signal that asks to end: noted at once, acted upon where nothing is lost by it.

use crate::error::{Error, ErrorKind, Result};
use crate::message;
use std::io;
use std::time::Duration;
use tokio::sync::watch;

/// Whether the process was asked to end.
pub(super) struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Listens from now on; the signals no longer end the process by themselves.
    ///
    /// # Errors
    /// A system that gives no thread or no signals.
    pub(super) fn listen() -> Result<Stop> {
        let failed = |cause: io::Error| {
            let doing = message!("listen for signals by", "监听信号：");
            Error::new(ErrorKind::Io { doing, path: "signals".into() }).caused_by(cause)
        };
        let (sender, receiver) = watch::channel(false);
        let (ready, heard) = std::sync::mpsc::channel();
        let listen = move || {
            let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
                Ok(runtime) => runtime,
                Err(error) => return drop(ready.send(Err(error))),
            };
            runtime.block_on(async {
                match Signals::new() {
                    Ok(mut signals) => {
                        let _ = ready.send(Ok(()));
                        signals.next().await;
                        // Where nobody listens any more, the process ends anyway.
                        let _ = sender.send(true);
                        // The sender stays, so that waiting never ends for another reason.
                        std::future::pending::<()>().await;
                    }
                    Err(error) => drop(ready.send(Err(error))),
                }
            });
        };
        std::thread::Builder::new().name("signals".to_owned()).spawn(listen).map_err(failed)?;
        heard.recv().unwrap_or_else(|_| Err(io::Error::other("no thread"))).map_err(failed)?;
        Ok(Stop(receiver))
    }

    /// Whether it was asked to.
    pub(super) fn is_asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Is done when it is asked to.
    pub(super) async fn asked(&self) {
        let mut receiver = self.0.clone();
        if receiver.wait_for(|asked| *asked).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Waits; whether it was asked to end meanwhile.
    pub(super) fn wait(&self, time: Duration) -> bool {
        if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_time().build() {
            return runtime.block_on(async { tokio::time::timeout(time, self.asked()).await.is_ok() });
        }
        // A system that is short of something for now.
        std::thread::sleep(time.min(Duration::from_secs(1)));
        self.is_asked()
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Signals> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    #[expect(clippy::unnecessary_wraps, reason = "the other version fails")]
    fn new() -> io::Result<Signals> {
        Ok(Signals)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

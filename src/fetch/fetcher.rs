//! Many sources at once.

use super::client::Clients;
use super::environment::Environment;
use super::job::Job;
use super::known::{Asked, Memory};
use super::outcome::Fetched;
use super::pace::{Hosts, host_name};
use super::progress::Progress;
use super::settings::Settings;
use super::tries::Session;
use super::walk::{Step, Walk};
use crate::catalogue::Source;
use crate::error::Result;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::task::JoinSet;

/// Fetches sources over HTTP. One serves for any number of runs.
pub struct Fetcher {
    pub(super) settings: Arc<Settings>,
    pub(super) environment: Arc<Environment>,
    pub(super) clients: Arc<Clients>,
}

impl Fetcher {
    /// A fetcher with these settings in this environment.
    ///
    /// # Errors
    /// A proxy that is none, or a system without certificates.
    pub fn new(settings: Settings, environment: Environment) -> Result<Fetcher> {
        let clients = Clients::new(&settings, &environment)?;
        Ok(Fetcher { settings: Arc::new(settings), environment: Arc::new(environment), clients: Arc::new(clients) })
    }

    /// Asks for the resources of these sources and hands every outcome to `sink` as it comes. What fails stops
    /// nothing else. Must run within a tokio runtime with I/O and time; dropping the future ends all requests.
    ///
    /// # Errors
    /// Only what `sink` returns, at once.
    pub async fn run(
        &self,
        sources: &[&Source],
        asked: Asked,
        memory: &dyn Memory,
        progress: Arc<dyn Progress>,
        sink: &mut dyn FnMut(Fetched) -> Result<()>,
    ) -> Result<()> {
        let session = Arc::new(Session {
            settings: Arc::clone(&self.settings),
            environment: Arc::clone(&self.environment),
            clients: Arc::clone(&self.clients),
            hosts: Hosts::new(&self.settings),
            now: asked.now,
            progress,
        });
        let mut walks: Vec<Walk> = sources.iter().map(|source| Walk::new(source, asked, memory)).collect();
        let mut tasks = JoinSet::new();
        for (index, walk) in walks.iter_mut().enumerate() {
            launch(index, walk, &session, &mut tasks, sink)?;
        }
        while let Some(joined) = tasks.join_next().await {
            let (index, job, fetched) = match joined {
                Ok(done) => done,
                // Nobody cancels a task, so it panicked: not to be hidden.
                Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
            };
            session.progress.request_done(&host_name(&job.url));
            let Some(walk) = walks.get_mut(index) else { continue };
            walk.done(&job, &fetched);
            sink(fetched)?;
            launch(index, walk, &session, &mut tasks, sink)?;
        }
        Ok(())
    }
}

fn launch(
    index: usize,
    walk: &mut Walk,
    session: &Arc<Session>,
    tasks: &mut JoinSet<(usize, Job, Fetched)>,
    sink: &mut dyn FnMut(Fetched) -> Result<()>,
) -> Result<()> {
    let mut planned: BTreeMap<String, usize> = BTreeMap::new();
    for step in walk.ready() {
        match step {
            Step::Tell(fetched) => sink(*fetched)?,
            Step::Ask(job) => {
                *planned.entry(host_name(&job.url)).or_default() += 1;
                let session = Arc::clone(session);
                tasks.spawn(async move {
                    let fetched = session.perform(&job).await;
                    (index, *job, fetched)
                });
            }
        }
    }
    for (host, count) in planned {
        session.progress.planned(&host, count);
    }
    Ok(())
}

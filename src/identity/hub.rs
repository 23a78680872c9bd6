//! Names that are repositories of a model hub: the owner made the model, the repository is its name.

use super::alias::Place;
use super::registry::Registry;
use super::resolve::slug;
use crate::schema::ModelId;

/// Sources whose boards print repositories of a hub.
const HUB_SOURCES: &[&str] = &[
    "euroeval",
    "open-llm-leaderboard-v1",
    "open-llm-leaderboard-v2-csv",
    "open-llm-leaderboard-gradio",
    "open-llm-leaderboard-v2",
    "hf-datasets-server",
    "open-asr",
    "top20-timeseries",
];

impl Registry {
    /// The id that `owner/repository` stands for, on a board that prints repositories.
    pub(super) fn repository(&self, name: &str, place: &Place) -> Option<ModelId> {
        let (owner, repository) = name.split_once('/').filter(|_| HUB_SOURCES.contains(&place.source))?;
        let plain = |part: &str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        };
        if !plain(owner) || !plain(repository) {
            return None;
        }
        let developer = self.developers.only(owner).map_or_else(|| slug(owner), |developer| developer.id.clone());
        let model = slug(repository);
        let model = ["-hf", "-gguf"].into_iter().find_map(|end| model.strip_suffix(end)).unwrap_or(&model);
        Some(format!("{developer}/{model}").into())
    }
}

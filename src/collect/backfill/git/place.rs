//! Where a resource's bytes lie in a git repository, by its address.

use super::path::PathTemplate;
use crate::catalogue::Resource;

/// A path in a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The repository's address; `None` where the resource's address names none.
    pub(super) repository: Option<String>,
    /// The branch, where the address names one.
    pub(super) branch: Option<String>,
    /// The path in it.
    pub(super) path: PathTemplate,
    /// Whether the path may stand below a folder of pages: only the tree can tell.
    pub(super) floating: bool,
    /// The address of one commit's file, with `{commit}` and `{path}`.
    pub(super) raw: Option<String>,
}

/// The place of a resource; `None` where its address is no file: a request of an interface, a page of many.
pub(super) fn place_of(resource: &Resource) -> Option<Place> {
    let (scheme, rest) = resource.url.split_once("://")?;
    if !matches!(scheme, "http" | "https") || resource.page.is_some() {
        return None;
    }
    let (rest, query) = rest.split_once(['?', '#']).map_or((rest, false), |(rest, _)| (rest, true));
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.strip_prefix("www.").unwrap_or(host);
    if host.contains(['{', '@']) || query {
        return None;
    }
    let parts: Vec<&str> = path.split('/').collect();
    let on = |host: &str, owner: &str, name: &str| format!("https://{host}/{owner}/{name}");
    let place = |repository: String, branch: &str, path: &[&str], raw: String| {
        let fixed = |part: &str| !part.is_empty() && !part.contains(['{', '%']);
        (repository.split('/').skip(3).all(fixed) && fixed(branch)).then_some(())?;
        Some(Place {
            repository: Some(repository),
            branch: Some(branch.to_owned()).filter(|branch| branch != "HEAD"),
            path: PathTemplate::new(&path.join("/"))?,
            floating: false,
            raw: Some(raw),
        })
    };
    let github =
        |owner: &str, name: &str| format!("https://raw.githubusercontent.com/{owner}/{name}/{{commit}}/{{path}}");
    match (host, parts.as_slice()) {
        (
            "raw.githubusercontent.com",
            [owner, name, "refs", "heads", branch, path @ ..] | [owner, name, branch, path @ ..],
        )
        | ("github.com", [owner, name, "raw" | "blob", branch, path @ ..]) => {
            place(on("github.com", owner, name), branch, path, github(owner, name))
        }
        ("huggingface.co", [kind @ ("datasets" | "spaces"), owner, name, "resolve" | "raw", branch, path @ ..]) => {
            let repository = format!("https://huggingface.co/{kind}/{owner}/{name}");
            place(repository.clone(), branch, path, format!("{repository}/resolve/{{commit}}/{{path}}"))
        }
        ("huggingface.co", [owner, name, "resolve" | "raw", branch, path @ ..]) => {
            let repository = on(host, owner, name);
            place(repository.clone(), branch, path, format!("{repository}/resolve/{{commit}}/{{path}}"))
        }
        ("gitee.com", [owner, name, "raw", branch, path @ ..]) => {
            let repository = on(host, owner, name);
            place(repository.clone(), branch, path, format!("{repository}/raw/{{commit}}/{{path}}"))
        }
        ("api.github.com" | "raw.githubusercontent.com" | "github.com" | "huggingface.co" | "gitee.com", _) => None,
        (host, parts) => {
            let own = host.strip_suffix(".github.io").filter(|owner| !owner.contains('.'));
            // A project's pages stand below its name; a file or nothing there belongs to the owner's own pages.
            let project = own.and_then(|owner| match parts {
                [name, rest @ ..] if !rest.is_empty() && !name.contains(['.', '{', '%']) && !is_folder(name) => {
                    Some((on("github.com", owner, name), rest.join("/")))
                }
                _ => None,
            });
            let (repository, path) = match (project, own) {
                (Some((repository, path)), _) => (Some(repository), path),
                (None, Some(owner)) => (Some(on("github.com", owner, host)), path.to_owned()),
                (None, None) => (None, path.to_owned()),
            };
            let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
            let raw = repository.as_deref().and_then(|url| url.strip_prefix("https://github.com/"));
            Some(Place {
                raw: raw.map(|name| format!("https://raw.githubusercontent.com/{name}/{{commit}}/{{path}}")),
                repository,
                branch: None,
                path: PathTemplate::new(&path)?,
                floating: true,
            })
        }
    }
}

/// Names that are folders of a site rather than projects.
fn is_folder(name: &str) -> bool {
    matches!(name, "data" | "assets" | "static" | "results" | "js" | "public" | "figure" | "docs" | "media" | "files")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    #[test]
    fn addresses_name_repository_branch_and_path() {
        let catalogue = Catalogue::built_in().unwrap();
        let place = |source: &str, resource: &str| {
            let place = place_of(&catalogue.source(source).unwrap().resources[resource])?;
            let (repository, branch) = (place.repository.unwrap_or_default(), place.branch.unwrap_or_default());
            Some(format!("{repository} {branch} {}{}", place.path, if place.floating { " floating" } else { "" }))
        };
        let cases = [
            ("superclue", "readme", Some("https://github.com/CLUEbenchmark/SuperCLUE main README.md")),
            ("superclue", "general", Some("  data/generalboard/{edition}.xlsx floating")),
            (
                "ai-month",
                "month",
                Some("https://github.com/iPythoning/llm-leaderboard-source main data/{edition}.json"),
            ),
            ("ai-month", "files", None),
            (
                "mmlu-pro",
                "results",
                Some("https://huggingface.co/datasets/TIGER-Lab/mmlu_pro_leaderboard_submission main results.csv"),
            ),
            (
                "cybench",
                "leaderboard",
                Some("https://github.com/cybench/cybench.github.io  data/leaderboard.csv floating"),
            ),
            ("hf-datasets-server", "rows", None),
            ("livebench", "table", Some("  table_{edition}.csv floating")),
            ("livebench", "index", Some("  index.html floating")),
        ];
        for (source, resource, expected) in cases {
            let resources = &catalogue.source(source).unwrap().resources;
            assert!(resources.contains_key(resource), "{source}: {:?}", resources.keys());
            assert_eq!(place(source, resource).as_deref(), expected, "{source} {resource}");
        }
    }
}

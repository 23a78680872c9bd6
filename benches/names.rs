//! How fast names are resolved, and the registry read: `cargo bench --bench names`.

#![expect(clippy::unwrap_used, reason = "a registry that cannot be read leaves nothing to measure")]

use bangdan::identity::{Query, Registry};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// The whole registry with its indexes, as every command that resolves reads it.
#[divan::bench]
fn read_registry() -> Registry {
    Registry::built_in().unwrap()
}

/// Every alias of the registry as printed (exact), or with another case and other signs (grammar).
#[divan::bench(args = ["exact", "respelt", "unknown"])]
fn resolve(bencher: Bencher, what: &str) {
    let registry = Registry::built_in().unwrap();
    let models = registry.models();
    let aliases =
        models.iter().flat_map(|model| registry.aliases_of(model.id.as_str())).map(|alias| alias.name.clone());
    let names: Vec<String> = aliases
        .take(2_000)
        .map(|name| match what {
            "exact" => name,
            "respelt" => name.to_uppercase().replace(['-', '_'], " "),
            _ => format!("{name}-unheard-of"),
        })
        .collect();
    bencher.counter(ItemsCount::new(names.len())).bench_local(|| {
        for name in &names {
            black_box(registry.decide(&Query { name: black_box(name), ..Query::default() }));
        }
    });
}

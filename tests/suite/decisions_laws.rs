//! What must hold for every overlay over the registry that comes with the program.

use bangdan::identity::{Overlay, Query, Registry};
use std::collections::BTreeSet;

fn with(lines: &str) -> Registry {
    let text = format!("action,name,id,why\n{lines}\n");
    Registry::built_in().unwrap().with(&Overlay::read("o.csv", text.as_bytes()).unwrap()).unwrap()
}

/// Every name of the registry, and some that only the grammar reads.
fn names(registry: &Registry) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = registry.models().iter().map(|model| model.name.clone()).collect();
    for model in registry.models() {
        names.extend(registry.aliases_of(model.id.as_str()).map(|alias| alias.name.clone()).take(3));
        names.insert(model.id.as_str().split_once('/').unwrap().1.replace(['@', '-'], " "));
    }
    names
}

fn decide(registry: &Registry, name: &str) -> (String, String) {
    let resolution = registry.decide(&Query { name, ..Query::default() });
    (resolution.id(), resolution.configuration())
}

#[test]
fn renaming_an_id_changes_the_id_of_every_name_and_nothing_else() {
    let plain = Registry::built_in().unwrap();
    let renamed = with(
        "rename,openai/gpt-4o@2024-05-13,openai/gpt-4o-spring,x\nrename,deepseek/deepseek-v3,otherhouse/deepseek-v3,x\n\
         rename,baidu/ernie-bot,baidu/ernie,x",
    );
    let now = |id: &str| match id {
        "openai/gpt-4o@2024-05-13" => "openai/gpt-4o-spring".to_owned(),
        "deepseek/deepseek-v3" => "otherhouse/deepseek-v3".to_owned(),
        "baidu/ernie-bot" => "baidu/ernie".to_owned(),
        id => id.to_owned(),
    };
    let mut seen = BTreeSet::new();
    for name in names(&plain) {
        let (id, configuration) = decide(&plain, &name);
        let expected = match id.strip_prefix("COMPOSITE:") {
            Some(members) => format!("COMPOSITE:{}", members.split('+').map(now).collect::<Vec<_>>().join("+")),
            None => now(&id),
        };
        if expected != id {
            seen.insert(expected.clone());
        }
        assert_eq!(decide(&renamed, &name), (expected, configuration), "{name}");
    }
    assert!(seen.len() >= 3, "{seen:?}");
}

#[test]
fn a_decision_about_one_name_leaves_all_other_names_alone() {
    let plain = Registry::built_in().unwrap();
    let decided = with(
        "accept,An Unheard Of Name,openai/gpt-4,x\nreject,GPT-4o,openai/gpt-4o,x\naccept,Another Name 7B,nobody/new-7b,x",
    );
    assert_eq!(decide(&decided, "An Unheard Of Name").0, "openai/gpt-4");
    assert_eq!(decide(&decided, "GPT-4o").0, "NEW");
    let mut others = 0;
    for name in names(&plain) {
        let plainly: String = name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        if plainly != "gpt4o" {
            assert_eq!(decide(&decided, &name), decide(&plain, &name), "{name}");
            others += 1;
        }
    }
    assert!(others > 2000, "{others}");
}

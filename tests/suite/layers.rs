//! The house keeps its layers: a module uses lower ones only, and files stay small.

use std::fs;
use std::path::{Path, PathBuf};

/// Layer of each module, and what it may use of its own layer.
const MODULES: &[(&str, u8, &[&str])] = &[
    ("error", 0, &["text"]),
    ("text", 0, &[]),
    ("schema", 1, &[]),
    ("stats", 1, &[]),
    ("catalogue", 2, &[]),
    ("identity", 2, &[]),
    ("archive", 2, &[]),
    ("fetch", 3, &[]),
    ("extract", 3, &[]),
    ("normalize", 3, &[]),
    ("gate", 3, &[]),
    ("compare", 3, &[]),
    ("collect", 4, &[]),
    ("lint", 4, &["collect"]),
    ("report", 4, &["collect", "lint"]),
    ("render", 4, &[]),
    ("exchange", 4, &[]),
    ("news", 4, &["collect", "render"]),
    ("cli", 5, &[]),
];

/// Modules of layer 4 that draw and must not know where data come from.
const RENDER_MAY_USE: &[&str] = &["error", "text", "schema"];

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
    files.sort();
    files
}

fn module_of(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = inside.iter().next().unwrap().to_string_lossy().into_owned();
    MODULES.iter().any(|(name, ..)| *name == first).then_some(first)
}

fn used_modules(text: &str) -> Vec<String> {
    let mut used: Vec<String> = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .collect();
    used.sort();
    used.dedup();
    used
}

#[test]
fn a_module_uses_lower_layers_only() {
    let layer = |name: &str| MODULES.iter().find(|(module, ..)| *module == name);
    let mut forbidden = Vec::new();
    let mut edges = 0;
    for path in files("src") {
        let Some(module) = module_of(&path) else { continue };
        let (_, own_layer, friends) = layer(&module).unwrap();
        for used in used_modules(&fs::read_to_string(&path).unwrap()) {
            let Some((_, other_layer, _)) = layer(&used) else { continue };
            edges += 1;
            let lower = other_layer < own_layer && (module != "render" || RENDER_MAY_USE.contains(&used.as_str()));
            if used != module && !lower && !friends.contains(&used.as_str()) {
                forbidden.push(format!("{} uses {used}", path.display()));
            }
        }
    }
    assert!(edges > 100, "the test reads the imports: {edges}");
    assert!(forbidden.is_empty(), "{}", forbidden.join("\n"));
}

#[test]
fn every_folder_of_the_source_has_its_place_in_the_layers() {
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(!path.is_dir() || MODULES.iter().any(|(module, ..)| *module == name), "{name} has no layer");
    }
}

#[test]
fn files_stay_small() {
    let mut lengths: Vec<(usize, PathBuf)> = ["src", "tests", "benches", "examples"]
        .iter()
        .flat_map(|folder| files(folder))
        .map(|path| (fs::read_to_string(&path).unwrap().lines().count(), path))
        .collect();
    lengths.sort();
    let longest = lengths.last().unwrap();
    assert!(longest.0 <= 600, "{} has {} lines", longest.1.display(), longest.0);
    let median = lengths[lengths.len() / 2].0;
    assert!(median <= 150, "the median file has {median} lines");
}

#[test]
fn mod_files_hold_no_logic() {
    for path in files("src").into_iter().filter(|path| path.ends_with("mod.rs")) {
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains("fn "), "{} holds a function", path.display());
    }
}

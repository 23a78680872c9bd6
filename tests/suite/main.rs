//! One program for all tests that cross module borders: one file per feature.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says so by ending")]

mod archive;
mod commands;
mod composed;
mod computed;
mod copies;
mod decisions;
mod decisions_laws;
mod decisions_tried;
mod derived;
mod diff;
mod doctor;
mod exchange;
mod facts;
mod fetch;
mod fetch_body;
mod fetch_forbidden;
mod fetch_many;
mod fetch_patience;
mod fetch_tls;
mod fetch_walk;
mod figures;
mod gate;
mod identity;
mod intervals;
mod layers;
mod lint_try;
mod models;
mod models_batch;
mod models_class;
mod models_registry;
mod mutations;
mod printed;
mod problems;
mod readings;
mod recordings;
mod render;
mod reports;
mod reshaped;
mod shown;
mod snapshots;
mod sources;
mod support;
mod tables;
mod world;

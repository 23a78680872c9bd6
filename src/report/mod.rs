//! What to say: composes [`Report`](crate::schema::Report)s from snapshots and what is compared of them.

mod board;
mod board_history;
mod changes;
mod computed;
mod doctor;
mod explain;
mod happening;
mod history;
mod interval;
mod list;
mod models;
mod names;
mod origin;
mod overview;
mod provenance;
mod ranking;
mod sifted;
mod since;
mod sorted;
mod sources;
mod spark;
mod told_once;
mod wording;

pub use board::{BoardView, board_page};
pub use board_history::board_history_report;
pub use changes::{changes_report, changes_section};
pub use doctor::doctor_report;
pub use explain::{Quotation, explain_report};
pub use happening::{happening_name, happening_words, step_words};
pub use history::{ModelOnBoard, model_report};
pub use list::list_report;
pub use models::{
    Standing, effect_report, models_report, remark, resolution_report, search_report, standing_report, suggest_report,
};
pub use overview::{overview, slug};
pub use ranking::{ranking_report, ranking_table};
pub use sifted::class_words;
pub use since::{Since, Steps, since_report};
pub use sources::sources_report;

//! The gate: what it lets in, what it holds back, and what a person's decision changes.

mod decisions;
mod history;
mod learnt;
mod time;

//! From cells to readings. Each oddity that publishers print has a small table with real figures, and the exact
//! reading, problem or refusal that it must give.

mod beside;
mod computed;
mod dates;
mod doubts;
mod headers;
mod joins;
mod judged;
mod laws;
mod numbers;
pub mod paper;
mod ranks;
mod rows;
mod world;

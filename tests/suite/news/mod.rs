//! `bangdan news`: what is told, in which form, and what is sent to webhooks.

mod facts;
mod feed;
mod hook;
mod rules;
mod select;
mod sent;
mod templates;

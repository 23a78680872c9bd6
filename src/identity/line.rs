//! Which release of a line a dated name means.

use super::registry::{Kind, Model};
use super::stamp::Stamp;
use crate::schema::ModelId;

/// What a dated or undated name of a line means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Release<'a> {
    /// A model of the registry.
    Known(&'a Model),
    /// A release that the registry does not have yet, of a line that it has.
    Built(ModelId),
}

/// The release that a stamp means. `None` where nothing says which.
///
/// An undated name of a line means its undated model, if there is one. A date means the snapshot of that date; where the
/// line has one release only, the date is no part of its id and means that release.
pub(super) fn choose<'a>(line: &[&'a Model], stamp: Option<Stamp>, public: Option<(u16, u8)>) -> Option<Release<'a>> {
    let undated = line.iter().find(|model| !model.id.as_str().contains('@')).copied();
    let Some(stamp) = stamp else { return undated.map(Release::Known) };
    let snapshots: Vec<(&'a Model, Stamp)> = line
        .iter()
        .filter_map(|model| Some((*model, Stamp::of_snapshot(model.id.as_str().split_once('@')?.1)?)))
        .collect();
    let mut meant = snapshots.iter().filter(|(_, snapshot)| stamp.means(*snapshot));
    match (meant.next(), meant.next()) {
        (Some((model, _)), None) => return Some(Release::Known(model)),
        (Some(_), Some(_)) => return None,
        _ => {}
    }
    match stamp {
        Stamp::Latest => return undated.map(Release::Known),
        Stamp::Revision(_) => {
            let counts = snapshots.iter().any(|(_, snapshot)| matches!(snapshot, Stamp::Revision(_)));
            let only = undated.filter(|model| !counts && model.kind != Kind::Floating);
            return only.map(Release::Known).or_else(|| built(line, stamp));
        }
        Stamp::Day(..) | Stamp::Month(..) | Stamp::MonthDay(..) => {}
    }
    let released = undated.and_then(Model::released_month);
    if let Some(model) = undated.filter(|model| model.kind == Kind::Fixed) {
        let same = match (released, stamp) {
            (Some(released), _) => {
                let month = stamp.dated_from(released).month()?;
                // Open weights of a month later may be the line's second release.
                month == released || (model.open_weights != Some(true) && near(released, month))
            }
            // A first release of open weights has no date in its name: a date may be a later one's.
            (None, _) => snapshots.is_empty() && model.open_weights != Some(true),
        };
        if same {
            return Some(Release::Known(model));
        }
        // Nobody can tell whether it is the first release or a later one.
        if released.is_none() && snapshots.is_empty() {
            return None;
        }
    }
    // A day without a year falls into the year after the line's first release, unless the name was public before that
    // year was over: then it is not known which of two.
    let dated = match (stamp, released) {
        (Stamp::MonthDay(..), Some(released)) => {
            let dated = stamp.dated_from(released);
            (public.is_none_or(|public| dated.month() <= Some(public))).then_some(dated)?
        }
        (stamp, _) => stamp,
    };
    built(line, dated)
}

fn built<'a>(line: &[&'a Model], stamp: Stamp) -> Option<Release<'a>> {
    let id = line.first()?.id.as_str();
    let base = id.split_once('@').map_or(id, |(base, _)| base);
    Some(Release::Built(format!("{base}@{}", stamp.as_snapshot()?).into()))
}

/// Whether two months are the same or neighbours: a registry's month is a hint.
fn near(one: (u16, u8), other: (u16, u8)) -> bool {
    let months = |(year, month): (u16, u8)| i32::from(year) * 12 + i32::from(month);
    (months(one) - months(other)).abs() <= 1
}

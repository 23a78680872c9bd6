//! The keys of a table's columns.

use crate::schema::Table;
use std::collections::BTreeSet;

/// One key for each column, all different: a second `total` is called `total_2`, a column without a key
/// `column_3` after its place.
pub(super) fn keys(table: &Table) -> Vec<String> {
    let mut used = BTreeSet::new();
    let mut keys = Vec::with_capacity(table.columns.len());
    for (index, column) in table.columns.iter().enumerate() {
        let base = if column.key.is_empty() { format!("column_{}", index + 1) } else { column.key.clone() };
        let mut key = base.clone();
        let mut count = 1;
        while !used.insert(key.clone()) {
            count += 1;
            key = format!("{base}_{count}");
        }
        keys.push(key);
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Column;

    #[test]
    fn keys_are_different() {
        let columns = ["total", "", "total", "total_2"].map(|key| Column { key: key.into(), ..Column::default() });
        let table = Table { columns: columns.to_vec(), ..Table::default() };
        assert_eq!(keys(&table), ["total", "column_2", "total_2", "total_2_2"]);
    }
}

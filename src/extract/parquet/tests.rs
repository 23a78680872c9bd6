use super::open;
use crate::schema::{Digest, Problem};
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray, FixedLenByteArrayType, FloatType,
    Int32Type, Int64Type, Int96, Int96Type,
};
use ::parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder, WriterVersion};
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::parser::parse_message_type;
use std::sync::Arc;

type Group<'a> = SerializedRowGroupWriter<'a, Vec<u8>>;

/// A file of one group of rows for each of `groups`.
fn file(schema: &str, properties: WriterProperties, groups: &[&dyn Fn(&mut Group<'_>)]) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(&format!("message m {{ {schema} }}")).unwrap());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).unwrap();
    for columns in groups {
        let mut group = writer.next_row_group().unwrap();
        columns(&mut group);
        group.close().unwrap();
    }
    writer.into_inner().unwrap()
}

fn column<T: DataType>(group: &mut Group<'_>, values: &[T::T], levels: Option<&[i16]>, repeats: Option<&[i16]>) {
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<T>().write_batch(values, levels, repeats).unwrap();
    column.close().unwrap();
}

fn plain() -> WriterProperties {
    WriterProperties::new()
}

fn text(text: &str) -> ByteArray {
    ByteArray::from(text)
}

fn fixed(bytes: &[u8]) -> FixedLenByteArray {
    ByteArray::from(bytes.to_vec()).into()
}

fn shown(bytes: &[u8]) -> Result<Vec<String>, Problem> {
    let tables = open(Digest::of(bytes), bytes)?;
    let table = &tables.0[0];
    let rows = table.rows.iter().map(|row| &row.cells);
    let line = |cells: &Vec<crate::schema::RawCell>| {
        cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" | ")
    };
    Ok(std::iter::once(&table.header).chain(rows).map(line).collect())
}

/// A board as publishers store it, in two groups of rows, with a model that has no score.
fn board(properties: WriterProperties) -> Vec<u8> {
    let columns =
        "required binary model (STRING); optional double rating; optional int64 votes; required boolean open;";
    let first = |group: &mut Group<'_>| {
        column::<ByteArrayType>(group, &[text("Gemini-2.5-Pro"), text(" 通义千问 "), text("GPT-4")], None, None);
        column::<DoubleType>(group, &[1474.0, 0.1], Some(&[1, 0, 1]), None);
        column::<Int64Type>(group, &[19209, -3], Some(&[1, 1, 0]), None);
        column::<BoolType>(group, &[true, false, false], None, None);
    };
    let second = |group: &mut Group<'_>| {
        column::<ByteArrayType>(group, &[text("GPT-4")], None, None);
        column::<DoubleType>(group, &[-0.0], Some(&[1]), None);
        column::<Int64Type>(group, &[0], Some(&[1]), None);
        column::<BoolType>(group, &[true], None, None);
    };
    file(columns, properties, &[&first, &second])
}

const BOARD: [&str; 5] = [
    "model | rating | votes | open",
    "Gemini-2.5-Pro | 1474 | 19209 | TRUE",
    "通义千问 |  | -3 | FALSE",
    "GPT-4 | 0.1 |  | FALSE",
    "GPT-4 | 0 | 0 | TRUE",
];

#[test]
fn a_file_is_a_table_however_it_is_packed() {
    for packed in [Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::ZSTD(ZstdLevel::default())] {
        for dictionary in [true, false] {
            let properties = WriterProperties::builder().set_compression(packed).set_dictionary_enabled(dictionary);
            assert_eq!(shown(&board(properties.build())).unwrap(), BOARD, "{packed} {dictionary}");
            let new = properties_of_the_new_layout(packed);
            assert_eq!(shown(&board(new.set_dictionary_enabled(true).build())).unwrap(), BOARD, "{packed}");
        }
    }
    let other = properties_of_the_new_layout(Compression::SNAPPY).set_dictionary_enabled(false).build();
    let said = shown(&board(other)).unwrap_err().what.en;
    assert_eq!(
        said,
        "a column is stored in encoding 7 of the format, which is not read; plain and dictionary ones are"
    );
}

/// Pages of the new layout, with numbers plain where they are not by a dictionary.
fn properties_of_the_new_layout(packed: Compression) -> WriterPropertiesBuilder {
    let new = WriterProperties::builder().set_writer_version(WriterVersion::PARQUET_2_0).set_compression(packed);
    new.set_data_page_row_count_limit(2)
}

#[test]
fn stored_values_are_printed_as_what_they_mean() {
    let columns = "required int32 small (INTEGER(8, true)); required int32 large (INTEGER(32, false));
        required int64 cost (DECIMAL(10, 4)); required fixed_len_byte_array(3) price (DECIMAL(6, 2));
        required int32 day (DATE); required int64 at (TIMESTAMP(MILLIS, true)); required int64 here (TIMESTAMP(NANOS, false));
        required int32 time (TIME(MILLIS, false)); required float ratio; required fixed_len_byte_array(2) half (FLOAT16);
        required int96 old; required binary raw; required fixed_len_byte_array(16) id (UUID);";
    let rows = |group: &mut Group<'_>| {
        column::<Int32Type>(group, &[-5, 7], None, None);
        column::<Int32Type>(group, &[-1, 3], None, None);
        column::<Int64Type>(group, &[1300, -7], None, None);
        // 821.00 and -0.01, the highest byte first.
        column::<FixedLenByteArrayType>(group, &[fixed(&[0x01, 0x40, 0xb4]), fixed(&[0xff, 0xff, 0xff])], None, None);
        column::<Int32Type>(group, &[20_288, -1], None, None);
        column::<Int64Type>(group, &[1_754_438_400_000, -1], None, None);
        column::<Int64Type>(group, &[1_500_000_000, 0], None, None);
        column::<Int32Type>(group, &[61_500, 90_000_000], None, None);
        column::<FloatType>(group, &[0.1, 85.71], None, None);
        // 1.5 and -65504, of which the lowest byte comes first.
        column::<FixedLenByteArrayType>(group, &[fixed(&[0x00, 0x3e]), fixed(&[0xff, 0xfb])], None, None);
        let old = |nanoseconds: u32, day| Int96::from(vec![nanoseconds, 0, day]);
        column::<Int96Type>(group, &[old(0, 2_440_588), old(1_000_000_000, 2_440_589)], None, None);
        column::<ByteArrayType>(group, &[text("ok"), ByteArray::from(vec![0xff, 0x00])], None, None);
        let id: Vec<u8> = (0..16).collect();
        column::<FixedLenByteArrayType>(group, &[fixed(&id), fixed(&[255; 16])], None, None);
    };
    let lines = shown(&file(columns, plain(), &[&rows])).unwrap();
    let cells: Vec<Vec<&str>> = lines.iter().map(|line| line.split(" | ").collect()).collect();
    let column = |index: usize| (cells[0][index], cells[1][index], cells[2][index]);
    assert_eq!(column(0), ("small", "-5", "7"));
    assert_eq!(column(1), ("large", "4294967295", "3"));
    assert_eq!(column(2), ("cost", "0.1300", "-0.0007"));
    assert_eq!(column(3), ("price", "821.00", "-0.01"));
    assert_eq!(column(4), ("day", "2025-07-19", "1969-12-31"));
    assert_eq!(column(5), ("at", "2025-08-06T00:00:00Z", "1969-12-31T23:59:59.999Z"));
    assert_eq!(column(6), ("here", "1970-01-01T00:00:01.5", "1970-01-01T00:00:00"));
    assert_eq!(column(7), ("time", "00:01:01.5", "90000000"));
    assert_eq!(column(8), ("ratio", "0.1", "85.71"));
    assert_eq!(column(9), ("half", "1.5", "-65504"));
    assert_eq!(column(10), ("old", "1970-01-01T00:00:00Z", "1970-01-02T00:00:01Z"));
    assert_eq!(column(11), ("raw", "ok", "<2 bytes>"));
    assert_eq!(column(12).1, "00010203-0405-0607-0809-0a0b0c0d0e0f");
}

#[test]
fn groups_are_paths_and_lists_are_written_as_json_writes_them() {
    let columns = "optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
        optional group scores { optional double mmlu; required int32 n; }
        required group runs (LIST) { repeated group list { required group element (LIST) {
            repeated group list { required int32 element; } } } }
        repeated boolean old;";
    let rows = |group: &mut Group<'_>| {
        // ["a\"b", null], no list, [], ["c"].
        column::<ByteArrayType>(group, &[text("a\"b"), text("c")], Some(&[3, 2, 0, 1, 3]), Some(&[0, 1, 0, 0, 0]));
        column::<DoubleType>(group, &[86.4], Some(&[2, 1, 0, 0]), Some(&[0, 0, 0, 0]));
        column::<Int32Type>(group, &[5, 6], Some(&[1, 1, 0, 0]), Some(&[0, 0, 0, 0]));
        // [[1, 2], [3]], [], [[]], [[], [4]].
        let (levels, repeats) = ([2, 2, 2, 0, 1, 1, 2], [0, 2, 1, 0, 0, 0, 1]);
        column::<Int32Type>(group, &[1, 2, 3, 4], Some(&levels), Some(&repeats));
        column::<BoolType>(group, &[true, false], Some(&[1, 1, 0, 0, 0]), Some(&[0, 1, 0, 0, 0]));
    };
    let expected = [
        "tags | scores.mmlu | scores.n | runs | old",
        "[\"a\\\"b\",null] | 86.4 | 5 | [[1,2],[3]] | [true,false]",
        " |  | 6 | [] | []",
        "[] |  |  | [[]] | []",
        "[\"c\"] |  |  | [[],[4]] | []",
    ];
    assert_eq!(shown(&file(columns, plain(), &[&rows])).unwrap(), expected);
}

#[test]
fn what_is_no_file_or_half_of_one_says_so() {
    let said = |bytes: &[u8]| shown(bytes).unwrap_err().what.en;
    assert_eq!(said(b"<!DOCTYPE html>"), "not a Parquet file: it begins with \"<!DOCTYPE html>\" and not with PAR1");
    assert!(said(b"PAR1").starts_with("a damaged or incomplete Parquet file"));
    let whole = board(plain());
    for length in 4..whole.len() {
        assert!(said(&whole[..length]).starts_with("a damaged or incomplete Parquet file"), "{length} bytes");
    }
}

#[test]
fn no_damage_to_a_byte_ends_the_program() {
    let rows = |group: &mut Group<'_>| {
        column::<ByteArrayType>(group, &[text("Gemini"), text("GPT-4"), text("GPT-4")], Some(&[1, 1, 1]), None);
        column::<DoubleType>(group, &[1474.0, 0.1], Some(&[1, 0, 1]), None);
    };
    let plain = WriterProperties::builder().set_dictionary_enabled(false);
    let new = properties_of_the_new_layout(Compression::ZSTD(ZstdLevel::default()));
    for properties in [WriterProperties::builder().set_compression(Compression::SNAPPY), plain, new] {
        let properties = properties.set_statistics_enabled(EnabledStatistics::None).build();
        let whole = file("optional binary model (STRING); optional double rating;", properties, &[&rows]);
        for at in 0..whole.len() {
            for byte in [0, 0xff, whole[at] ^ 1, whole[at] ^ 0x10] {
                let mut damaged = whole.clone();
                damaged[at] = byte;
                let _either = shown(&damaged);
            }
        }
    }
}

#[test]
fn more_than_a_leaderboard_has_is_refused_before_it_is_unpacked() {
    let count = 1_100_000;
    let rows = |group: &mut Group<'_>| column::<BoolType>(group, &vec![true; count], None, None);
    let said = shown(&file("required boolean open;", plain(), &[&rows])).unwrap_err().what.en;
    assert_eq!(said, "the file has 1100000 rows and 1 columns, more than 1000000 cells");
    // A list of more items than that in a single row, and one long text that a dictionary says a thousand times.
    let repeats: Vec<i16> = (0..count).map(|index| i16::from(index > 0)).collect();
    let rows = |group: &mut Group<'_>| {
        column::<BoolType>(group, &vec![true; count], Some(&vec![1; count]), Some(&repeats));
    };
    let said = shown(&file("repeated boolean open;", plain(), &[&rows])).unwrap_err().what.en;
    assert!(said.starts_with("the file holds more than a leaderboard has"), "{said}");
    let long = text(&"x".repeat(100_000));
    let rows = |group: &mut Group<'_>| column::<ByteArrayType>(group, &vec![long.clone(); 1_000], None, None);
    let bytes = file("required binary t (STRING);", plain(), &[&rows]);
    assert!(bytes.len() < 500_000);
    assert!(shown(&bytes).unwrap_err().what.en.starts_with("the file holds more than a leaderboard has"));
}

#[test]
fn a_run_of_a_length_that_no_page_has_is_refused() {
    use super::runs::check;
    // 200 times one number, then 8 packed numbers of 2 bits.
    assert!(check(&[0x90, 0x03, 0x02, 0x03, 0xaa, 0xaa], 2, 208).is_ok());
    assert!(check(&[0xff; 12], 2, 208).is_err());
    assert!(check(&[0x90, 0x03, 0x02, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 2, 208).is_err());
    // What comes after the last value is nobody's.
    assert!(check(&[0x90, 0x03, 0x02, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 2, 200).is_ok());
}

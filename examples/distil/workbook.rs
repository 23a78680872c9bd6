//! Workbooks written from recorded worksheets.

use crate::check;
use crate::piece::{Piece, Result, failure};
use crate::plan::{WORKBOOKS, Workbook as Plan};
use crate::recorded::{Cell, Sheet, sheet};
use bangdan::archive::Note;
use bangdan::catalogue::Catalogue;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
use std::path::Path;
use url::Url;

const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub fn pieces(catalogue: &Catalogue, recordings: &Path) -> Result<Vec<Piece>> {
    WORKBOOKS.iter().map(|plan| piece(catalogue, recordings, plan)).collect()
}

fn piece(catalogue: &Catalogue, recordings: &Path, plan: &Plan) -> Result<Piece> {
    let source = catalogue.source(plan.source)?;
    let Some(resource) = source.resources.get(plan.resource) else {
        return failure(format!("{} has no resource {}", plan.source, plan.resource));
    };
    let sheets = plan.sheets.iter().map(|(name, file)| sheet(&recordings.join(file), name, plan.drop));
    let sheets: Vec<Sheet> = sheets.collect::<Result<_>>()?;
    let body = write(&sheets)?;
    check::workbook(&body, &sheets)?;
    let of: Vec<String> = plan.sheets.iter().map(|(_, file)| format!("recordings/clue/{file}")).collect();
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    Ok(Piece {
        source: plan.source.to_owned(),
        resource: plan.resource.to_owned(),
        edition: Some(plan.edition.to_owned()),
        // Parsing percent-encodes the edition.
        url: Url::parse(&resource.url.replace("{edition}", plan.edition))?.to_string(),
        observed_at: plan.observed_at.parse()?,
        published_at: plan.published_at.map(str::parse).transpose()?,
        media_type: MEDIA_TYPE,
        body,
        note: Note {
            of: format!("{}{}", of.join(", "), plan.remark),
            left_out: owned(plan.left_out),
            left_out_sheets: owned(plan.left_out_sheets),
        },
    })
}

pub fn write(sheets: &[Sheet]) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    // The same bytes on every day.
    let created = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    for sheet in sheets {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&sheet.name)?;
        for (column, name) in (0..).zip(&sheet.header) {
            worksheet.write_string(0, column, name)?;
        }
        for (row, cells) in (1..).zip(&sheet.rows) {
            for (column, cell) in (0..).zip(cells) {
                match cell {
                    Cell::Empty => {}
                    Cell::Text(text) => {
                        worksheet.write_string(row, column, text)?;
                    }
                    Cell::Number(number, text) if *text == number.to_string() => {
                        worksheet.write_number(row, column, *number)?;
                    }
                    // A recorded closing zero was the work of a number format.
                    Cell::Number(number, text) => {
                        let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                        let format = Format::new().set_num_format(format!("0.{}", "0".repeat(decimals)));
                        worksheet.write_number_with_format(row, column, *number, &format)?;
                    }
                }
            }
        }
    }
    Ok(workbook.save_to_buffer()?)
}

//! Parquet files. A Parquet file cannot be appended to, so an existing one is copied together with the new rows into a temporary file, which
//! then replaces it. Until that moment the existing file is unchanged.

mod cell;

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as PhysicalType};
use parquet::data_type::{ByteArrayType, FixedLenByteArrayType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};

use super::list::{Column, ColumnKind, Columns, List};
use super::row::Row;
use super::text_file::{lock, wrong};
use crate::ending::Failure;

/// Decimal columns have this many digits, of which [`SCALE`] are after the point. A value that does not fit exactly is an error.
pub(super) const PRECISION: i32 = 38;
/// See [`PRECISION`].
pub(super) const SCALE: i32 = 18;

/// The number of rows of a row group.
const ROW_GROUP: usize = 50_000;

/// A Parquet file that may already exist.
pub(super) struct ParquetFile<'a> {
    path: PathBuf,
    columns: &'a Columns,
    /// The existing file. It is locked while it is open.
    existing: Option<SerializedFileReader<File>>,
    pub(super) first: Option<Row>,
    /// The newest row when the file was opened.
    pub(super) last: Option<Row>,
    new: Option<NewFile>,
    waiting: Vec<Row>,
}

/// The temporary file. It is removed unless it replaced the existing one.
struct NewFile {
    path: PathBuf,
    writer: Option<SerializedFileWriter<BufWriter<File>>>,
}

impl Drop for NewFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

impl<'a> ParquetFile<'a> {
    /// Opens a file. An existing file must have the columns of the list, with rows in ascending order.
    pub(super) fn open(path: &Path, list: &List, columns: &'a Columns) -> Result<Self, Failure> {
        // If the file is a link, its target is replaced.
        let path = &std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let mut file = Self {
            path: path.to_owned(),
            columns,
            existing: None,
            first: None,
            last: None,
            new: None,
            waiting: Vec::new(),
        };
        if !path.exists() {
            return Ok(file);
        }
        let opened = File::open(path).map_err(|error| super::text_file::failed(path, &error))?;
        lock(&opened, path)?;
        let reader =
            SerializedFileReader::new(opened).map_err(|error| wrong(path, &format!("it is not Parquet: {error}")))?;
        if reader.metadata().file_metadata().schema() != &*schema(columns).map_err(|error| failed(path, &error))? {
            return Err(wrong(path, &format!("its columns are not those of {}", list.rows)));
        }
        file.existing = Some(reader);
        let (mut oldest, mut newest) = (None, None::<Row>);
        file.each_row(|row| {
            if newest.as_ref().is_some_and(|newest| newest.order(&row, columns).is_ge()) {
                let why = format!("the {} of {} is not newer than the one before it", list.row, row.timestamp());
                return Err(wrong(path, &why));
            }
            oldest.get_or_insert_with(|| row.clone());
            newest = Some(row);
            Ok(())
        })?;
        (file.first, file.last) = (oldest, newest);
        Ok(file)
    }

    /// Adds rows. They are in the file after [`finish`](Self::finish).
    pub(super) fn append(&mut self, rows: &[Row]) -> Result<(), Failure> {
        if rows.is_empty() {
            return Ok(());
        }
        if self.new.is_none() {
            self.begin()?;
        }
        for row in rows {
            self.push(row.clone())?;
        }
        Ok(())
    }

    /// Replaces the existing file with the temporary one, if there are new rows.
    pub(super) fn finish(&mut self) -> Result<(), Failure> {
        self.flush()?;
        let Some(mut new) = self.new.take() else { return Ok(()) };
        let Some(writer) = new.writer.take() else { return Ok(()) };
        if self.existing.is_none() && self.path.exists() {
            let path = self.path.display();
            return Err(Failure::Usage(format!(
                "{path} was created by another program meanwhile, so it was not replaced"
            )));
        }
        let written = writer.into_inner().map_err(|error| failed(&self.path, &error))?;
        let replace = || {
            let file = written.into_inner().map_err(std::io::IntoInnerError::into_error)?;
            file.sync_all()?;
            std::fs::rename(&new.path, &self.path)
        };
        replace().map_err(|error| super::text_file::failed(&self.path, &error))
    }

    /// All rows of the file as it is on the disk.
    pub(super) fn rows(&mut self) -> Result<Vec<Row>, Failure> {
        let mut rows = Vec::new();
        if self.path.exists() {
            let opened = File::open(&self.path).map_err(|error| super::text_file::failed(&self.path, &error))?;
            self.existing = Some(SerializedFileReader::new(opened).map_err(|error| failed(&self.path, &error))?);
            self.each_row(|row| {
                rows.push(row);
                Ok(())
            })?;
        }
        Ok(rows)
    }

    /// Creates the temporary file beside the existing one, and copies its rows.
    fn begin(&mut self) -> Result<(), Failure> {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let path = self.path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
        let file = File::create(&path).map_err(|error| super::text_file::failed(&path, &error))?;
        // Who may read the existing file may read the new one, and nobody else.
        if let Ok(existing) = std::fs::metadata(&self.path) {
            file.set_permissions(existing.permissions()).map_err(|error| super::text_file::failed(&path, &error))?;
        }
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let writer = schema(self.columns)
            .and_then(|schema| SerializedFileWriter::new(BufWriter::new(file), schema, Arc::new(properties)));
        let mut new = NewFile { path, writer: None };
        new.writer = Some(writer.map_err(|error| failed(&self.path, &error))?);
        self.new = Some(new);
        let Some(existing) = self.existing.take() else { return Ok(()) };
        let (columns, path) = (self.columns, self.path.clone());
        let copied = read(&existing, columns, &path).try_for_each(|row| self.push(row?));
        if copied.is_err() {
            // A part of the existing file must not replace it.
            self.new = None;
            self.waiting.clear();
        }
        // The lock stays until the file is replaced.
        self.existing = Some(existing);
        copied
    }

    fn each_row(&self, mut take: impl FnMut(Row) -> Result<(), Failure>) -> Result<(), Failure> {
        let Some(existing) = &self.existing else { return Ok(()) };
        read(existing, self.columns, &self.path).try_for_each(|row| take(row?))
    }

    fn push(&mut self, row: Row) -> Result<(), Failure> {
        // A value that does not fit is found before it is accepted, so that everything before it can be kept.
        for (column, value) in self.columns.all.iter().zip(&row.cells) {
            cell::check(column, value).map_err(|why| {
                Failure::Machine(format!("{}: {why}; write CSV or JSON lines instead", self.path.display()))
            })?;
        }
        self.waiting.push(row);
        if self.waiting.len() >= ROW_GROUP { self.flush() } else { Ok(()) }
    }

    /// Writes the waiting rows as a row group.
    fn flush(&mut self) -> Result<(), Failure> {
        let rows = std::mem::take(&mut self.waiting);
        let Some(writer) = self.new.as_mut().and_then(|new| new.writer.as_mut()).filter(|_| !rows.is_empty()) else {
            return Ok(());
        };
        write_group(writer, self.columns, &rows).map_err(|error| failed(&self.path, &error))
    }
}

fn write_group(
    writer: &mut SerializedFileWriter<BufWriter<File>>,
    columns: &Columns,
    rows: &[Row],
) -> Result<(), ParquetError> {
    let mut group = writer.next_row_group()?;
    for (place, column) in columns.all.iter().enumerate() {
        let Some(mut writer) = group.next_column()? else { break };
        write_column(&mut writer, column.kind, rows.iter().map(|row| row.cells[place].as_str()))?;
        writer.close()?;
    }
    group.close().map(|_| ())
}

/// Writes the values of a column. An empty text is null.
fn write_column<'a>(
    writer: &mut SerializedColumnWriter<'_>,
    kind: ColumnKind,
    cells: impl Iterator<Item = &'a str> + Clone,
) -> Result<(), ParquetError> {
    let levels: Vec<i16> = cells.clone().map(|cell| i16::from(!cell.is_empty())).collect();
    let present = cells.filter(|cell| !cell.is_empty());
    match kind {
        ColumnKind::Time => {
            let values: Vec<i64> = present.filter_map(|cell| cell.parse().ok()).collect();
            writer.typed::<Int64Type>().write_batch(&values, Some(&levels), None)
        }
        ColumnKind::Decimal => {
            let values: Vec<_> = present.filter_map(cell::to_fixed).collect();
            writer.typed::<FixedLenByteArrayType>().write_batch(&values, Some(&levels), None)
        }
        ColumnKind::Text => {
            let values: Vec<_> = present.map(|cell| cell.as_bytes().to_vec().into()).collect();
            writer.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)
        }
    }
    .map(|_| ())
}

/// The rows of a file.
fn read<'f>(
    file: &'f SerializedFileReader<File>,
    columns: &'f Columns,
    path: &'f Path,
) -> impl Iterator<Item = Result<Row, Failure>> + 'f {
    let (rows, error) = match file.get_row_iter(None) {
        Ok(rows) => (Some(rows), None),
        Err(error) => (None, Some(Err(failed(path, &error)))),
    };
    let rows = rows.into_iter().flatten().map(move |row| {
        let row = row.map_err(|error| failed(path, &error))?;
        let cells: Option<Vec<String>> = row.get_column_iter().map(|(_, field)| cell::text(field)).collect();
        let row = cells.and_then(|cells| Row::of(columns, cells));
        row.ok_or_else(|| wrong(path, "one of its rows cannot be read"))
    });
    error.into_iter().chain(rows)
}

/// The columns of a file: times in UTC with milliseconds, decimal numbers, and texts. All of them may be null.
fn schema(columns: &Columns) -> Result<TypePtr, ParquetError> {
    let field = |column: &Column| {
        let builder = match column.kind {
            ColumnKind::Time => Type::primitive_type_builder(&column.wire, PhysicalType::INT64)
                .with_logical_type(Some(LogicalType::timestamp(true, TimeUnit::MILLIS))),
            ColumnKind::Decimal => Type::primitive_type_builder(&column.wire, PhysicalType::FIXED_LEN_BYTE_ARRAY)
                .with_length(16)
                .with_logical_type(Some(LogicalType::decimal(SCALE, PRECISION)))
                .with_precision(PRECISION)
                .with_scale(SCALE),
            ColumnKind::Text => Type::primitive_type_builder(&column.wire, PhysicalType::BYTE_ARRAY)
                .with_logical_type(Some(LogicalType::String)),
        };
        Ok(Arc::new(builder.with_repetition(Repetition::OPTIONAL).build()?))
    };
    let fields = columns.all.iter().map(field).collect::<Result<Vec<_>, ParquetError>>()?;
    Ok(Arc::new(Type::group_type_builder("schema").with_fields(fields).build()?))
}

fn failed(path: &Path, error: &ParquetError) -> Failure {
    Failure::Machine(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::super::list::BILLS;
    use super::*;

    #[test]
    fn a_file_that_was_created_meanwhile_is_not_replaced() {
        let path = std::env::temp_dir().join(format!("okx-created-meanwhile-{}.parquet", std::process::id()));
        let columns = Columns::of(okx_spec::shipped().expect("it has no mistakes"), &BILLS).expect("it is described");
        let mut cells = vec![String::new(); columns.all.len()];
        cells[columns.time] = "1".to_owned();
        let row = Row::of(&columns, cells).expect("it is a row");
        let mut file = ParquetFile::open(&path, &BILLS, &columns).expect("there is none");
        file.append(&[row]).expect("it can be written");
        std::fs::write(&path, "of another program").expect("it can be written");
        let failure = file.finish().expect_err("it exists").text().unwrap_or_default();
        let kept = std::fs::read_to_string(&path).expect("it is there");
        let _ = std::fs::remove_file(&path);
        assert!(failure.contains("was not replaced") && kept == "of another program", "{failure}");
    }
}

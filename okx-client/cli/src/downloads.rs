//! `okx download`, and `okx candles`.

mod arguments;
mod fetch;
mod found;
mod job;
mod lines;
mod list;
#[cfg(feature = "parquet")]
mod parquet_file;
mod plot;
mod row;
mod summary;
mod target;
mod text_file;

use std::path::Path;

pub(crate) use arguments::{CandlesArguments, DownloadArguments, inst_types};
use arguments::{CommonArguments, DownloadCommand, Format};
pub(crate) use fetch::shown as shown_time;
use job::Job;
pub(crate) use job::parameters;
pub(crate) use lines::csv_cell;
use list::Columns;
use row::Row;
use target::Target;

use crate::connection::{Connection, Uses, runtime};
use crate::ending::{Ending, Failure};
use crate::output::{Output, message};
use crate::spec;

/// Downloads a list, the oldest row first, and continues the file at its end.
pub(crate) fn run(arguments: &DownloadArguments, out: &mut Output) -> Result<Ending, Failure> {
    if let DownloadCommand::Candles(arguments) = &arguments.what {
        return candles(arguments, out);
    }
    let (job, is_private) = arguments.what.job();
    let download = Download::new(job, arguments.what.common(), is_private)?;
    match &arguments.what.common().output {
        Some(path) => download.to_file(path).map(|(ending, _)| ending),
        None => download.to_output(out),
    }
}

/// Downloads candles, and draws them if that is wanted.
pub(crate) fn candles(arguments: &CandlesArguments, out: &mut Output) -> Result<Ending, Failure> {
    let download = Download::new(arguments.job(), &arguments.common, false)?;
    let (ending, rows) = match (&arguments.common.output, arguments.plot) {
        (None, false) => return download.to_output(out),
        (None, true) => download.to_memory()?,
        (Some(path), false) => return download.to_file(path).map(|(ending, _)| ending),
        (Some(path), true) => {
            let (ending, mut file) = download.to_file(path)?;
            let mut rows = file.rows()?;
            rows.retain(|row| row.timestamp() >= arguments.common.from);
            (ending, rows)
        }
    };
    out.line(&plot::draw_rows(&download.columns, &rows, &download.job.title))?;
    Ok(ending)
}

/// A download that can begin.
struct Download {
    job: Job,
    columns: Columns,
    connection: Connection,
    format: Format,
}

impl Download {
    fn new(job: Job, common: &CommonArguments, is_private: bool) -> Result<Self, Failure> {
        let format = common.format();
        if common.output.is_none() && format.of_lines().is_none() {
            return Err(Failure::Usage("a Parquet file cannot go to standard output; name it with -o".to_owned()));
        }
        if common.to.is_some_and(|to| to <= common.from) {
            return Err(Failure::Usage("--to must be later than --from".to_owned()));
        }
        let uses = if is_private { Uses::Keys } else { Uses::PublicData };
        let connection = Connection::open(&common.connection, uses)?;
        if is_private {
            connection.needs_credentials(&format!("{} of the account need a key", job.list.rows))?;
        }
        let columns = Columns::of(spec::model()?, job.list)?;
        Ok(Self { job, columns, connection, format })
    }

    fn to_file(&self, path: &Path) -> Result<(Ending, Target<'_>), Failure> {
        let mut file = Target::open(path, self.job.list, &self.columns, self.format)?;
        let (first, last) = file.ends();
        if let Some(first) = first.filter(|first| first.timestamp() > self.job.from) {
            message(format_args!(
                "{} begins at {} and is continued at its end; older {} are not inserted before it",
                path.display(),
                first.timestamp(),
                self.job.list.rows
            ));
        }
        let last = last.cloned();
        let ended = self.fetch(last, Some(path), &mut |rows| file.append(rows));
        // What was received is kept, whatever happened after it.
        file.finish()?;
        Ok((ended?, file))
    }

    fn to_output(&self, out: &mut Output) -> Result<Ending, Failure> {
        let format = self.format.of_lines().unwrap_or(lines::LineFormat::Csv);
        out.line_if_any(lines::heading(&self.columns, format).as_deref())?;
        let mut write =
            |rows: &[Row]| rows.iter().try_for_each(|row| out.line(&lines::write(&self.columns, row, format)));
        self.fetch(None, None, &mut write)
    }

    fn to_memory(&self) -> Result<(Ending, Vec<Row>), Failure> {
        let mut kept = Vec::new();
        let ending = self.fetch(None, None, &mut |rows| {
            kept.extend_from_slice(rows);
            Ok(())
        })?;
        Ok((ending, kept))
    }

    /// Passes all rows to `take`, and tells what was downloaded.
    fn fetch(
        &self,
        last: Option<Row>,
        file: Option<&Path>,
        take: &mut dyn FnMut(&[Row]) -> Result<(), Failure>,
    ) -> Result<Ending, Failure> {
        let fetched = runtime()?.block_on(fetch::run(&self.job, &self.columns, &self.connection, last, take));
        let (ending, summary) = fetched?;
        message(summary.text(&self.job, file));
        Ok(ending)
    }
}

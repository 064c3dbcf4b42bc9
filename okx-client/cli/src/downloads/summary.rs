//! What was downloaded, in a few words.

use std::collections::BTreeSet;
use std::path::Path;

use super::fetch::shown;
use super::job::Job;
use super::row::Row;

/// What was downloaded so far.
#[derive(Debug)]
pub(super) struct Summary {
    pub(super) count: u64,
    first: Option<i64>,
    last: Option<i64>,
    /// The newest row of the existing file.
    continued: Option<i64>,
    from: i64,
    to: i64,
    gaps: Gaps,
    /// The names of members that have no column.
    pub(super) others: BTreeSet<String>,
}

/// Places where rows are missing, if the time between two rows is known.
#[derive(Debug, Default)]
struct Gaps {
    step: Option<i64>,
    newest: Option<i64>,
    found: Vec<(i64, i64)>,
}

impl Summary {
    pub(super) fn new(job: &Job, from: i64, to: i64, last: Option<Row>) -> Self {
        let continued = last.map(|last| last.time);
        let gaps = Gaps { step: job.step, newest: continued, found: Vec::new() };
        Self { count: 0, first: None, last: None, continued, from, to, gaps, others: BTreeSet::new() }
    }

    pub(super) fn add(&mut self, rows: &[Row]) {
        self.count += rows.len() as u64;
        self.first = self.first.or(rows.first().map(|row| row.time));
        self.last = rows.last().map(|row| row.time).or(self.last);
        for row in rows {
            self.gaps.next(row.time);
        }
    }

    /// The summary: rows, range, file and gaps.
    pub(super) fn text(&self, job: &Job, file: Option<&Path>) -> String {
        let mut parts = vec![self.rows(job, file)];
        if job.step.is_some() && self.count > 0 {
            parts.push(self.gaps.text());
        }
        if let Some(days) = self.not_kept(job) {
            parts.push(format!("OKX keeps {} for about {days} days, so older ones are missing", job.list.rows));
        }
        if !self.others.is_empty() {
            let names: Vec<&str> = self.others.iter().map(String::as_str).collect();
            parts.push(format!("left out, because this version does not know them: {}", names.join(", ")));
        }
        parts.join("; ")
    }

    fn rows(&self, job: &Job, file: Option<&Path>) -> String {
        let of = |count: u64| if count == 1 { job.list.row } else { job.list.rows };
        let title = if job.title.is_empty() { String::new() } else { format!(" of {}", job.title) };
        match (self.first.zip(self.last), self.continued, file) {
            (Some((first, last)), continued, file) => {
                let verb = if continued.is_some() { "added to" } else { "written to" };
                let place = file.map(|file| format!(" {verb} {}", file.display())).unwrap_or_default();
                let (first, last) = (shown(first), shown(last));
                format!("{} {}{title}, {first} to {last} UTC{place}", self.count, of(self.count))
            }
            (None, Some(last), Some(file)) => format!(
                "{} is up to date: its last {} is of {} UTC, and there is none after it before {} UTC",
                file.display(),
                job.list.row,
                shown(last),
                shown(self.to)
            ),
            _ => format!("no {}{title} between {} and {} UTC", job.list.rows, shown(self.from), shown(self.to)),
        }
    }

    /// How long OKX keeps the rows, if the range begins before that.
    fn not_kept(&self, job: &Job) -> Option<i64> {
        const DAY: i64 = 86_400_000;

        job.list.kept_days.filter(|days| self.continued.is_none() && self.to - self.from > (days + 3) * DAY)
    }
}

impl Gaps {
    fn next(&mut self, time: i64) {
        if let (Some(step), Some(newest)) = (self.step, self.newest)
            && time > newest + step
        {
            self.found.push((newest + step, time - step));
        }
        self.newest = Some(time);
    }

    fn text(&self) -> String {
        const SHOWN: usize = 3;

        if self.found.is_empty() {
            return "no gaps".to_owned();
        }
        let gap = |(from, until): &(i64, i64)| {
            if from == until { shown(*from) } else { format!("{} to {}", shown(*from), shown(*until)) }
        };
        let first: Vec<String> = self.found.iter().take(SHOWN).map(gap).collect();
        let more = self.found.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("OKX has none for {}{more}", first.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_named() {
        let mut gaps = Gaps { step: Some(60_000), ..Gaps::default() };
        for time in [0, 60_000, 180_000] {
            gaps.next(time);
        }
        assert_eq!(gaps.text(), "OKX has none for 1970-01-01 00:02:00");
        gaps.next(600_000);
        assert!(gaps.text().ends_with("1970-01-01 00:04:00 to 1970-01-01 00:09:00"), "{}", gaps.text());
        let without_steps = &mut Gaps::default();
        without_steps.next(5);
        without_steps.next(5_000_000);
        assert_eq!(without_steps.text(), "no gaps");
    }
}

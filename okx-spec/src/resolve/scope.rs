//! Which names are known where.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::complaint::Sink;
use crate::model::{BudgetId, ChapterId, Kind, PrecisionId};
use crate::raw::Text;
use crate::{Law, nearest};

/// The names of one file, or of all shared files together. The maps are sorted so that a suggestion is the same in
/// every run.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) types: BTreeMap<String, Kind>,
    pub(super) precision: BTreeMap<String, PrecisionId>,
    pub(super) budgets: BTreeMap<String, BudgetId>,
}

/// One of the maps of [`Names`].
pub(super) type Table<T> = fn(&Names) -> &BTreeMap<String, T>;

/// All names: a chapter sees its own and the shared ones.
#[derive(Debug)]
pub(super) struct Scopes {
    pub(super) shared: Names,
    pub(super) chapters: Vec<Names>,
}

impl Scopes {
    pub(super) fn new(chapters: usize) -> Self {
        Self { shared: builtin(), chapters: (0..chapters).map(|_| Names::default()).collect() }
    }

    /// The names declared in a place: a chapter, or what is shared.
    pub(super) fn of(&mut self, chapter: Option<ChapterId>) -> &mut Names {
        match chapter {
            Some(chapter) => &mut self.chapters[chapter.index()],
            None => &mut self.shared,
        }
    }

    /// What a name stands for in a chapter.
    pub(super) fn find<T: Copy>(&self, chapter: Option<ChapterId>, table: Table<T>, name: &str) -> Option<T> {
        let own = chapter.and_then(|chapter| table(&self.chapters[chapter.index()]).get(name));
        own.or_else(|| table(&self.shared).get(name)).copied()
    }

    /// What was probably meant by a name that is not known in a chapter.
    pub(super) fn near<'a, T: Copy + 'a>(
        &'a self,
        chapter: Option<ChapterId>,
        table: Table<T>,
        name: &str,
    ) -> Option<(&'a str, T)> {
        let own = chapter.map(|chapter| table(&self.chapters[chapter.index()]).keys());
        let candidates = own.into_iter().flatten().chain(table(&self.shared).keys());
        let near = nearest::of(name, candidates.map(String::as_str))?;
        self.find(chapter, table, near).map(|meant| (near, meant))
    }
}

/// Notes a name. Two things of one name cannot both be meant by it, so the second one is a mistake.
pub(super) fn declare<T>(table: &mut BTreeMap<String, T>, name: &Text, what: &str, meaning: T, sink: &mut Sink) {
    match table.entry(name.value.clone()) {
        Entry::Vacant(free) => {
            free.insert(meaning);
        }
        Entry::Occupied(_) => say_taken(name, what, sink),
    }
}

/// The complaint about a name that something else has already.
pub(super) fn say_taken(name: &Text, what: &str, sink: &mut Sink) {
    let text = format_args!("{what} `{}` already; give one of the two another name", name.value);
    sink.say(&name.at, Law::DuplicateName, text);
}

fn builtin() -> Names {
    let kinds = [
        ("Text", Kind::Text),
        ("Decimal", Kind::Decimal),
        ("Integer", Kind::Integer),
        ("Number", Kind::Number),
        ("Bool", Kind::Bool),
        ("Timestamp", Kind::Timestamp),
        ("Json", Kind::Json),
    ];
    let types = kinds.into_iter().map(|(name, kind)| (name.to_owned(), kind)).collect();
    Names { types, ..Names::default() }
}

//! Which names are known in which file.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::diagnostic::Sink;
use crate::model::{BudgetId, ChapterId, Kind, PrecisionId, Scalar, Socket};
use crate::parse::{RawChapter, Text};
use crate::{Law, nearest};

/// Where a name is written: in a shared file, or in a file with names of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Shared,
    Chapter(ChapterId),
    Socket(Socket),
}

/// The names of one file, or of all shared files together. The maps are sorted, so that suggestions are the same in every run.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) types: BTreeMap<String, Kind>,
    pub(super) precision: BTreeMap<String, PrecisionId>,
    pub(super) budgets: BTreeMap<String, BudgetId>,
}

/// One of the maps of [`Names`].
pub(super) type Table<T> = fn(&Names) -> &BTreeMap<String, T>;

/// All names. A chapter or a socket sees its own names and the shared ones.
#[derive(Debug)]
pub(super) struct Scopes {
    pub(super) shared: Names,
    pub(super) chapters: Vec<Names>,
    sockets: BTreeMap<Socket, Names>,
    /// The names of the chapters themselves.
    modules: Vec<String>,
}

impl Scopes {
    pub(super) fn new(chapters: &[&RawChapter]) -> Self {
        Self {
            shared: builtin(),
            chapters: chapters.iter().map(|_| Names::default()).collect(),
            sockets: BTreeMap::new(),
            modules: chapters.iter().map(|chapter| chapter.name.value.clone()).collect(),
        }
    }

    /// The names declared in a place.
    pub(super) fn of(&mut self, scope: Scope) -> &mut Names {
        match scope {
            Scope::Shared => &mut self.shared,
            Scope::Chapter(chapter) => &mut self.chapters[chapter.index()],
            Scope::Socket(socket) => self.sockets.entry(socket).or_default(),
        }
    }

    /// The names declared in a file itself.
    fn own(&self, scope: Scope) -> Option<&Names> {
        match scope {
            Scope::Shared => None,
            Scope::Chapter(chapter) => self.chapters.get(chapter.index()),
            Scope::Socket(socket) => self.sockets.get(&socket),
        }
    }

    /// The entry with this name, as seen from a file.
    pub(super) fn find<T: Copy>(&self, scope: Scope, table: Table<T>, name: &str) -> Option<T> {
        let own = self.own(scope).and_then(|names| table(names).get(name));
        own.or_else(|| table(&self.shared).get(name)).or_else(|| self.of_chapter(scope, table, name)).copied()
    }

    /// The entry with the name `chapter.name`. Sockets push the same objects that calls return, so they may use those of a chapter. Chapters
    /// may not use each other's.
    fn of_chapter<T>(&self, scope: Scope, table: Table<T>, name: &str) -> Option<&T> {
        let (module, name) = name.split_once('.').filter(|_| matches!(scope, Scope::Socket(_)))?;
        let place = self.modules.iter().position(|known| known == module)?;
        table(&self.chapters[place]).get(name)
    }

    /// The entry that was probably meant by an unknown name.
    pub(super) fn near<'a, T: Copy + 'a>(&'a self, scope: Scope, table: Table<T>, name: &str) -> Option<(&'a str, T)> {
        let own = self.own(scope).map(|names| table(names).keys());
        let candidates = own.into_iter().flatten().chain(table(&self.shared).keys());
        let near = nearest::of(name, candidates.map(String::as_str))?;
        self.find(scope, table, near).map(|meant| (near, meant))
    }
}

/// Declares a name. A second entry with the same name is a mistake.
pub(super) fn declare<T>(table: &mut BTreeMap<String, T>, name: &Text, what: &str, meaning: T, sink: &mut Sink) {
    match table.entry(name.value.clone()) {
        Entry::Vacant(free) => {
            free.insert(meaning);
        }
        Entry::Occupied(_) => report_taken(name, what, sink),
    }
}

/// Reports a name that is already in use.
pub(super) fn report_taken(name: &Text, what: &str, sink: &mut Sink) {
    let text = format_args!("{what} `{}` already exists; rename one of the two", name.value);
    sink.report(&name.at, Law::DuplicateName, text);
}

fn builtin() -> Names {
    let types = Scalar::ALL.iter().map(|scalar| (scalar.name().to_owned(), Kind::Scalar(*scalar))).collect();
    Names { types, ..Names::default() }
}

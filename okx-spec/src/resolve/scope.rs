//! Which names are known where.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::diagnostic::Sink;
use crate::model::{BudgetId, ChapterId, Kind, PrecisionId, Scalar, Socket};
use crate::parse::{RawChapter, Text};
use crate::{Law, nearest};

/// Where a name is written: in what is shared, or in a file that has names of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Shared,
    Chapter(ChapterId),
    Socket(Socket),
}

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

/// All names: a chapter or a socket sees its own and the shared ones.
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

    /// The names of a file's own.
    fn own(&self, scope: Scope) -> Option<&Names> {
        match scope {
            Scope::Shared => None,
            Scope::Chapter(chapter) => self.chapters.get(chapter.index()),
            Scope::Socket(socket) => self.sockets.get(&socket),
        }
    }

    /// What a name stands for in a place.
    pub(super) fn find<T: Copy>(&self, scope: Scope, table: Table<T>, name: &str) -> Option<T> {
        let own = self.own(scope).and_then(|names| table(names).get(name));
        own.or_else(|| table(&self.shared).get(name)).or_else(|| self.of_chapter(scope, table, name)).copied()
    }

    /// What `chapter.name` stands for. A socket pushes what calls reply, and may use what a chapter has for itself;
    /// chapters do not use each other's.
    fn of_chapter<T>(&self, scope: Scope, table: Table<T>, name: &str) -> Option<&T> {
        let (module, name) = name.split_once('.').filter(|_| matches!(scope, Scope::Socket(_)))?;
        let place = self.modules.iter().position(|known| known == module)?;
        table(&self.chapters[place]).get(name)
    }

    /// What was probably meant by a name that is not known in a place.
    pub(super) fn near<'a, T: Copy + 'a>(&'a self, scope: Scope, table: Table<T>, name: &str) -> Option<(&'a str, T)> {
        let own = self.own(scope).map(|names| table(names).keys());
        let candidates = own.into_iter().flatten().chain(table(&self.shared).keys());
        let near = nearest::of(name, candidates.map(String::as_str))?;
        self.find(scope, table, near).map(|meant| (near, meant))
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

/// The diagnostic about a name that something else has already.
pub(super) fn say_taken(name: &Text, what: &str, sink: &mut Sink) {
    let text = format_args!("{what} `{}` already; rename one of the two", name.value);
    sink.report(&name.at, Law::DuplicateName, text);
}

fn builtin() -> Names {
    let types = Scalar::ALL.iter().map(|scalar| (scalar.name().to_owned(), Kind::Scalar(*scalar))).collect();
    Names { types, ..Names::default() }
}

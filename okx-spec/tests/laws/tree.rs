//! A small description without a mistake, and descriptions that differ from it in one place.

use okx_spec::{Law, Source};

macro_rules! tree {
    ($($name:literal,)*) => {
        const TREE: &[(&str, &str)] = &[$(($name, include_str!(concat!("../tree/", $name)))),*];
    };
}

tree! {
    "index.yaml",
    "fields.yaml",
    "ids.yaml",
    "enums.yaml",
    "objects.yaml",
    "precision.yaml",
    "limits.yaml",
    "errors.yaml",
    "rest/public.yaml",
    "rest/trade.yaml",
    "ws/public.yaml",
    "ws/private.yaml",
    "ws/operations.yaml",
}

/// One mistake and its diagnostics.
pub(crate) struct Fixture {
    /// The law that is broken.
    pub(crate) law: Law,
    /// The file with the mistake.
    pub(crate) file: &'static str,
    /// How the file differs from the one without a mistake.
    pub(crate) edit: Edit,
    /// Every diagnostic, one per line.
    pub(crate) says: &'static str,
}

/// A change to one file.
pub(crate) enum Edit {
    /// The first text, which the file must contain once, becomes the second.
    Swap(&'static str, &'static str),
    /// The file has these contents, or is new.
    Whole(&'static [u8]),
    /// The file is removed.
    Gone,
}

/// The files without a mistake.
pub(crate) fn sources() -> Vec<Source> {
    TREE.iter().map(|(name, text)| Source::new(*name, *text)).collect()
}

/// The files with one change made to them.
pub(crate) fn edited(mut sources: Vec<Source>, file: &'static str, edit: &Edit) -> Vec<Source> {
    let place = sources.iter().position(|source| source.name == file);
    match (edit, place) {
        (Edit::Swap(from, to), Some(place)) => {
            let text = String::from_utf8(sources[place].bytes.to_vec()).expect("the tree is UTF-8");
            assert_eq!(text.matches(from).count(), 1, "{file} must hold `{from}` once");
            sources[place] = Source::new(file, text.replace(from, to));
        }
        (Edit::Swap(..), None) => panic!("there is no file {file}"),
        (Edit::Whole(bytes), _) => {
            let source = Source { name: file.into(), bytes: (*bytes).into() };
            sources.retain(|source| source.name != file);
            sources.push(source);
        }
        (Edit::Gone, _) => sources.retain(|source| source.name != file),
    }
    sources
}

/// The diagnostics of a description, one per line.
pub(crate) fn diagnostics(sources: &[Source]) -> String {
    match okx_spec::read_sources(sources) {
        Ok(_) => String::new(),
        Err(failure) => failure.diagnostics.to_string(),
    }
}

/// Checks that each fixture gives exactly these diagnostics.
pub(crate) fn reports(fixtures: &[Fixture]) {
    for Fixture { law, file, edit, says } in fixtures {
        let reported = diagnostics(&edited(sources(), file, edit));
        assert_eq!(reported, *says, "the fixture for `{law}` in {file}");
        assert!(says.contains(&format!("[{law}]")), "the fixture for `{law}` breaks another law: {says}");
    }
}

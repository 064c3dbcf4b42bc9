//! Which files there are, and whether they are YAML.

use okx_spec::Law;

use crate::tree::{Edit, Fixture};

pub(crate) const FIXTURES: &[Fixture] = &[
    Fixture {
        law: Law::Readable,
        file: "ids.yaml",
        edit: Edit::Whole(b"ids:\n  Inst\xff: {}\n"),
        says: "ids.yaml:2:7: this byte is not UTF-8; save the file as UTF-8 [readable]",
    },
    Fixture {
        law: Law::Syntax,
        file: "ids.yaml",
        edit: Edit::Whole(b"ids: [\n"),
        says: "ids.yaml:1:6: this is not valid YAML: unclosed bracket '[' [syntax]",
    },
    Fixture {
        law: Law::Syntax,
        file: "errors.yaml",
        edit: Edit::Whole(b"errors:\n\t\"1\": {}\n"),
        says: "errors.yaml:2:2: this is not valid YAML: tabs disallowed within this context (block indentation) [syntax]",
    },
    Fixture {
        law: Law::Syntax,
        file: "rest/trade.yaml",
        edit: Edit::Whole(
            b"a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        ),
        says: "rest/trade.yaml:1:68: this is not valid YAML: recursion limit exceeded [syntax]",
    },
    Fixture {
        law: Law::WrongForm,
        file: "errors.yaml",
        edit: Edit::Whole(b"# nothing but a comment\n"),
        says: "errors.yaml:1:1: the file is empty [wrong-form]",
    },
    Fixture {
        law: Law::PlainYaml,
        file: "ids.yaml",
        edit: Edit::Swap("  OrdId: {does", "  OrdId: &order {does"),
        says: "ids.yaml:3:17: anchors (`&name`) are not part of the format; remove it [plain-yaml]",
    },
    Fixture {
        law: Law::PlainYaml,
        file: "ids.yaml",
        edit: Edit::Swap("does: Name of an order., of: Text", "does: Name of an order., of: !!str Text"),
        says: "ids.yaml:3:46: tags (`!name`) are not part of the format; remove it [plain-yaml]",
    },
    Fixture {
        law: Law::PlainYaml,
        file: "limits.yaml",
        edit: Edit::Swap(r#"refused_with: "50061""#, "refused_with: *code"),
        says: "limits.yaml:12:19: aliases (`*name`) are not part of the format; write the value itself [plain-yaml]",
    },
    Fixture {
        law: Law::PlainYaml,
        file: "ids.yaml",
        edit: Edit::Swap("  OrdId:", "  [Ord, Id]: {}\n  OrdId:"),
        says: "ids.yaml:3:3: a key must be a text, but this is a list [plain-yaml]",
    },
    Fixture {
        law: Law::PlainYaml,
        file: "errors.yaml",
        edit: Edit::Swap("errors:", "errors: {}\n---\nerrors:"),
        says: "errors.yaml:2:1: a file has one document; remove this `---` and what follows it [plain-yaml]",
    },
    Fixture {
        law: Law::DuplicateKey,
        file: "enums.yaml",
        edit: Edit::Swap("      sell: Sell.", "      sell: Sell.\n      \"buy\": Buy."),
        says: "enums.yaml:12:7: the key `buy` is already given on line 10; remove one of the two [duplicate-key]",
    },
    Fixture {
        law: Law::MissingFile,
        file: "errors.yaml",
        edit: Edit::Gone,
        says: "index.yaml:17:5: there is no file `errors.yaml`; write the file, or remove it from the list [missing-file]",
    },
    Fixture {
        law: Law::MissingFile,
        file: "index.yaml",
        edit: Edit::Swap("- errors.yaml", "- rest/error.yaml\n  - errors.yaml"),
        says: "index.yaml:17:5: there is no file `rest/error.yaml`; did you mean `rest/trade.yaml`? [missing-file]",
    },
    Fixture {
        law: Law::MissingFile,
        file: "index.yaml",
        edit: Edit::Swap("- errors.yaml", "- errors.yaml\n  - errors.yaml"),
        says: "index.yaml:18:5: `errors.yaml` is listed twice; remove one of the two lines [missing-file]",
    },
    Fixture {
        law: Law::MissingFile,
        file: "index.yaml",
        edit: Edit::Gone,
        says: "index.yaml:1:1: there is no index.yaml; it must list every other file [missing-file]",
    },
    Fixture {
        law: Law::UnlistedFile,
        file: "rest/more.yaml",
        edit: Edit::Whole(b"chapter: More\ndoes: More.\nguide: more\nendpoints: {}\n"),
        says: "rest/more.yaml:1:1: index.yaml does not list this file; add it to `files:`, or delete it [unlisted-file]",
    },
    Fixture {
        law: Law::UnknownFile,
        file: "index.yaml",
        edit: Edit::Swap("files:", "files:\n  - notes.yaml"),
        says: "index.yaml:11:5: `notes.yaml` is not the name of a file of the format; a file of calls is named `rest/CHAPTER.yaml` [unknown-file]",
    },
    Fixture {
        law: Law::Syntax,
        file: "ids.yaml",
        edit: Edit::Swap("ids:", "%YAML 1.2\n---\nids:"),
        says: "ids.yaml:1:1: this is not valid YAML: YAML directives are disallowed [syntax]",
    },
];

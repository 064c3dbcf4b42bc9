//! Every message of the importer in one list, to be read at once: `tests/snapshots/messages__messages.snap`.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::str::FromStr;

use okx_importer::finding::{
    Aspect, CallName, Difference, Grade, GuideDifference, NotASubject, Revision, Stated, StatedLimits, Subject,
};
use okx_importer::guide::whole::{PageFault, PageLimit};
use okx_importer::guide::{Guess, GuessKind, GuideModel};
use okx_importer::import::import;
use okx_importer::import::put::{PutState, Recovered};
use okx_importer::record::Record;
use okx_importer::slip::Slips;
use okx_spec::model::{Access, Socket};
use okx_spec::todo::todos;
use okx_spec::{Source, read_sources};

use crate::changes::CHANGES;
use crate::toys::{PAGE, seen, sources, with};

mod changes;
mod toys;

fn call() -> CallName {
    match Subject::from_str("POST /api/v5/trade/order") {
        Ok(Subject::Call(call)) => call,
        other => panic!("{other:?}"),
    }
}

fn stated_limits() -> StatedLimits {
    match Stated::parse(okx_importer::finding::Change::Limit, "`20/2s by user or ip`") {
        Some(Stated::Limits(limits)) => limits,
        other => panic!("{other:?}"),
    }
}

/// One of each kind. The match makes a new kind a compile error until it is added here.
fn guide_differences() -> Vec<GuideDifference> {
    use GuideDifference as G;
    let text = |text: &str| text.to_owned();
    let all = vec![
        G::OnlyInGuide { is_required: false },
        G::OnlyInGuide { is_required: true },
        G::OnlyInDescription,
        G::NewValue { value: text("ioc"), set: text("OrdType") },
        G::ValueNotListed { value: text("ioc") },
        G::RenamedField { described: text("sz"), stated: text("size") },
        G::MovedCall { to: call() },
        G::MovedHeading { described: text("a"), stated: text("b") },
        G::MovedSocket { described: Socket::Public, path: text("/ws/v5/business") },
        G::Type { described: text("Decimal?"), stated: okx_importer::guide::DataType::UNKNOWN },
        G::IsRequired,
        G::IsOptional,
        G::Limit { described: text("`60/2s by user` (order.place)"), stated: stated_limits() },
        G::Access { described: Access::Trade, stated: vec![Access::Read, Access::Withdraw] },
        G::Login { is_needed: true },
        G::Login { is_needed: false },
        G::Deadline { is_accepted: true },
        G::Deadline { is_accepted: false },
        G::HttpStatus { described: None, stated: vec![400, 429] },
        G::Reworded,
        G::FewerTexts { missing: 1 },
        G::FewerTexts { missing: 2 },
        G::Unread(Guess { anchor: text("a"), kind: GuessKind::NoLimit }),
    ];
    let kind = |difference: &G| match difference {
        G::OnlyInGuide { .. } => 0,
        G::OnlyInDescription => 1,
        G::NewValue { .. } => 2,
        G::ValueNotListed { .. } => 3,
        G::RenamedField { .. } => 4,
        G::MovedCall { .. } => 5,
        G::MovedHeading { .. } => 6,
        G::MovedSocket { .. } => 7,
        G::Type { .. } => 8,
        G::IsRequired => 9,
        G::IsOptional => 10,
        G::Limit { .. } => 11,
        G::Access { .. } => 12,
        G::Login { .. } => 13,
        G::Deadline { .. } => 14,
        G::HttpStatus { .. } => 15,
        G::Reworded => 16,
        G::FewerTexts { .. } => 17,
        G::Unread(_) => 18,
    };
    assert!(all.iter().map(kind).collect::<BTreeSet<_>>().into_iter().eq(0..19), "every kind is listed");
    all
}

fn revisions() -> Vec<Revision> {
    use Revision as R;
    let (old, new) = ("a".to_owned(), "b".to_owned());
    let mut all = vec![
        R::New,
        R::Removed,
        R::NewValue,
        R::RemovedValue,
        R::NewName,
        R::RemovedName,
        R::Taken,
        R::NotTaken,
        R::Renamed { old: old.clone(), new: new.clone() },
        R::MovedCall { to: call() },
        R::Type { old: old.clone(), new: new.clone() },
        R::IsRequired,
        R::IsOptional,
        R::Access { old: Access::Read, new: Access::Trade },
        R::Login { is_needed: true },
        R::Login { is_needed: false },
        R::Limit { old: old.clone(), new: new.clone() },
        R::OwnLimit,
        R::NoOwnLimit,
        R::Order { old: vec![old.clone(), new.clone()], new: vec![new, old] },
        R::Reworded,
    ];
    all.extend(Aspect::ALL.iter().map(|aspect| R::Changed(*aspect)));
    let kind = |revision: &R| match revision {
        R::New => 0,
        R::Removed => 1,
        R::NewValue => 2,
        R::RemovedValue => 3,
        R::NewName => 4,
        R::RemovedName => 5,
        R::Taken => 6,
        R::NotTaken => 7,
        R::Renamed { .. } => 8,
        R::MovedCall { .. } => 9,
        R::Type { .. } => 10,
        R::IsRequired => 11,
        R::IsOptional => 12,
        R::Access { .. } => 13,
        R::Login { .. } => 14,
        R::Limit { .. } => 15,
        R::OwnLimit => 16,
        R::NoOwnLimit => 17,
        R::Order { .. } => 18,
        R::Reworded => 19,
        R::Changed(_) => 20,
    };
    assert!(all.iter().map(kind).collect::<BTreeSet<_>>().into_iter().eq(0..21), "every kind is listed");
    all
}

/// Mistakes in a list of slips that only the importer finds.
fn mistakes_in_slips() -> Vec<String> {
    let slips = "slips:\n\
        - {about: everything, change: added, reason: It is so.}\n\
        - {about: code 1, change: type, says: much, reason: It is so.}\n";
    let mistakes = Slips::read(&Source::new("slips.yaml", slips)).expect_err("it has mistakes").to_string();
    mistakes.lines().map(str::to_owned).collect()
}

/// The TODOs after every change that `changes` has.
fn todos_of_imports() -> BTreeSet<String> {
    let (sources, record): (Vec<Source>, Record) = (sources(), seen());
    let mut found = BTreeSet::new();
    for (name, from, to) in CHANGES {
        let guide = GuideModel::read(&PAGE.replace(from, to));
        let import = import(&sources, &guide, &record).unwrap_or_else(|failure| panic!("{name}: {failure}"));
        let (sources, _) = with(&import, sources.clone(), &record);
        let model = read_sources(&sources).unwrap_or_else(|failure| panic!("{name}: {failure}"));
        found.extend(todos(&model).into_iter().map(|todo| todo.text));
    }
    found
}

fn section<T: Display>(list: &mut String, heading: &str, messages: impl IntoIterator<Item = T>) {
    list.extend(["\n", heading, "\n"]);
    for message in messages {
        list.extend(["  ", &message.to_string(), "\n"]);
    }
}

#[test]
fn messages() {
    let mut list = String::new();
    section(&mut list, "Grades", [Grade::Breaking, Grade::Additive, Grade::Wording]);
    let differences = guide_differences().into_iter().map(Difference::from);
    section(
        &mut list,
        "The guide and a description differ",
        differences.map(|one| format!("[{}] {one}", one.change())),
    );
    let differences = revisions().into_iter().map(Difference::from);
    section(&mut list, "Two descriptions differ", differences.map(|one| format!("[{}] {one}", one.change())));
    let guesses = |is_harmless: bool| GuessKind::ALL.iter().filter(move |one| one.0 == is_harmless).map(|one| one.2);
    section(&mut list, "Unread parts of a page", guesses(false));
    section(&mut list, "Harmless guesses about a page", guesses(true));
    section(&mut list, "Pages that are not read", [PageLimit::Size(1), PageLimit::Depth(2), PageLimit::Tag(3)]);
    let faults = [
        PageFault::NoEnd,
        PageFault::Unbalanced { tag: "table", opened: 2, closed: 1 },
        PageFault::Missing { what: "calls", missing: 40, known: 379 },
        PageFault::Gap { what: "sections", missing: 12 },
        PageFault::PartMissing { prefix: "public".to_owned() },
    ];
    section(&mut list, "Incomplete pages", faults);
    section(&mut list, "Mistakes in a list of slips", mistakes_in_slips());
    section(&mut list, "Subjects", [NotASubject]);
    section(&mut list, "An import that failed", [PutState::Unchanged, PutState::JournalLeft, PutState::Unfinished]);
    section(&mut list, "An import that was interrupted", [Recovered::Finished, Recovered::TakenBack]);
    section(&mut list, "Left to do after an import", todos_of_imports());
    insta::assert_snapshot!(list);
}

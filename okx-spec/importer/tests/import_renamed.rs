//! A field that OKX renames is renamed wherever the description names it.

use std::fs;
use std::path::Path;

use okx_importer::guide::{Field, GuideModel};
use okx_importer::import::import;
use okx_importer::record::Record;
use okx_spec::Source;

/// The path of a call, a field of it with its new name, and what a file then contains.
const RENAMED: [(&str, &str, &str, &str, &str); 7] = [
    ("asset/transfer", "clientId", "transferName", "rest/funding.yaml", "name: transferName, with: [type]"),
    ("asset/transfer", "type", "direction", "rest/funding.yaml", "name: clientId, with: [direction]"),
    ("asset/transfer", "ccy", "currency", "rest/funding.yaml", "limit: 2/1s by user, currency"),
    ("asset/bills", "after", "olderThan", "rest/funding.yaml", "{by: ts, older: olderThan, newer: before,"),
    ("asset/bills", "billId", "entryId", "rest/funding.yaml", "id: entryId}"),
    ("market/candles", "bar", "length", "ws/business.yaml", "takes: [instId], bar: {length: candle}"),
    ("rfq/cancel-batch-rfqs", "sCode", "statusCode", "rest/block.yaml", "outcome: {code: statusCode, message: sMsg}"),
];

fn rename(fields: &mut [Field], old: &str, new: &str) -> usize {
    let renamed =
        fields.iter_mut().filter(|field| field.name == old).map(|field| new.clone_into(&mut field.name)).count();
    renamed + fields.iter_mut().map(|field| rename(&mut field.fields, old, new)).sum::<usize>()
}

#[test]
fn a_renamed_field_is_followed_into_everything_that_names_it() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Ok(page) = fs::read_to_string(manifest.join("../../../shared/okx-v5/okx-docs-v5.html")) else {
        return println!("the page is not there; skipped");
    };
    let (sources, record) = (Source::read_folder(&manifest.join("../data")).unwrap(), Record::shipped().unwrap());
    let whole = GuideModel::read(&page);
    for (path, old, new, file, expected) in RENAMED {
        let mut guide = whole.clone();
        let call = guide.endpoints.iter_mut().find(|call| call.path == format!("/api/v5/{path}")).unwrap();
        let renamed = rename(&mut call.parameters, old, new) + rename(&mut call.fields, old, new);
        assert!(renamed > 0, "{path} has {old}");
        let import = import(&sources, &guide, &record).unwrap();
        let before = sources.iter().find(|source| source.name == file).unwrap();
        assert!(!String::from_utf8_lossy(&before.bytes).contains(expected), "{expected}");
        let after = import.files.iter().find(|one| one.name == file).expect("the file changes");
        assert!(after.text.contains(expected), "{path} {old}:\n{}", after.patch);
    }
}

//! How much of the page is described.

use okx_importer::coverage::Coverage;
use okx_importer::guide::GuideModel;

use crate::{PAGE, changed, findings};

#[test]
fn coverage_counts_what_is_there() {
    let guide = GuideModel::read(PAGE);
    let all = Coverage::of(&guide, &[]);
    let counts: Vec<(&str, usize)> = all.measures.iter().map(|measure| (measure.of, measure.total)).collect();
    let expected = [
        ("endpoints", 3),
        ("parameters", 8),
        ("reply fields", 6),
        ("channels", 3),
        ("arguments", 2),
        ("push fields", 9),
        ("operations", 1),
        ("operation parameters", 2),
        ("operation reply fields", 1),
        ("error codes", 2),
        ("limits", 4),
        ("deadlines", 0),
        ("sections read", 6),
    ];
    assert_eq!(counts, expected);
    assert!(all.is_complete() && all.measures.iter().all(|measure| measure.permille() == 1000));
}

#[test]
fn coverage_lists_what_is_missing() {
    let page = changed("POST /api/v5/toys/drop", "POST /api/v5/toys/throw")
        .replace("id=\"toys-drop-toy\"", "id=\"toys-throw-toy\"")
        .replace("<td>isNew</td><td>Boolean</td>", "<td>isNew</td><td>String</td>");
    let guide = GuideModel::read(&page);
    let coverage = Coverage::of(&guide, &findings(&page));
    let missing: Vec<(&str, &[String])> =
        coverage.measures.iter().map(|measure| (measure.of, measure.missing.as_slice())).collect();
    assert_eq!(missing[0].1, ["POST /api/v5/toys/throw"]);
    assert_eq!(missing[1].1, ["POST /api/v5/toys/throw request.toyId"]);
    assert_eq!(missing[2].1, ["POST /api/v5/toys/toy response.isNew", "POST /api/v5/toys/throw response.toyId"]);
    assert_eq!(missing[10].1, ["POST /api/v5/toys/throw limit"]);
    assert_eq!(coverage.measures[0].permille(), 666);
}

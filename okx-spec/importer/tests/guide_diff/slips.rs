//! A slip explains what was looked at and no more.

use okx_importer::slip::Slips;
use okx_spec::Source;

use crate::{changed, findings, slips};

#[test]
fn another_type_or_limit_than_the_one_looked_at_is_found() {
    let list = slips(
        "slips:\n\
         - {about: POST /api/v5/toys/toy, part: response.isNew, change: type, says: text, reason: It never was one.}\n\
         - {about: POST /api/v5/toys/drop, part: limit, change: limit, says: \"`4/1s by user`\", reason: It is more.}\n",
    );
    let is_open = |from: &str, to: &str| list.part(findings(&changed(from, to))).open.len();
    assert_eq!(is_open("<td>isNew</td><td>Boolean</td>", "<td>isNew</td><td>String</td>"), 0);
    assert_eq!(is_open("<td>isNew</td><td>Boolean</td>", "<td>isNew</td><td>Integer</td>"), 1);
    assert_eq!(is_open("5 requests per second", "4 requests per second"), 0);
    assert_eq!(is_open("5 requests per second", "3 requests per second"), 1);
}

#[test]
fn what_the_guide_says_of_types_and_limits_is_noted() {
    for change in ["type", "limit"] {
        let text = format!("slips:\n- {{about: x, change: {change}, reason: It is so.}}\n");
        let mistakes = Slips::read(&Source::new("slips.yaml", text)).expect_err("it has a mistake").to_string();
        assert!(mistakes.contains("a slip needs `says:`"), "{mistakes}");
    }
}

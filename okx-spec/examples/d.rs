//! x
use okx_spec::{diff, guide::*, wording::Wording};
fn main() {
    let h = std::fs::read_to_string("/work/shared/okx-v5/okx-docs-v5.html").unwrap();
    let g = GuideModel::read(&h);
    let m = okx_spec::shipped().unwrap();
    let w = Wording::of(&g);
    println!("{}", w.to_text().len());
    for f in diff::with_guide(&g, m, &w) {
        println!(
            "{:9} {:12} {} {} | {} | {:?}",
            f.grade,
            f.change,
            f.subject,
            f.part,
            f.text,
            f.old.map(|p| p.to_string())
        );
    }
}

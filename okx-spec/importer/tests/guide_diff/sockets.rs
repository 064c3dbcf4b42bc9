//! Channels and operations.

use okx_importer::finding::{Change, Grade};

use crate::{PAGE, changed, finds};

const STOCK: &str = "channel stock";
const DROPS: &str = "operation drop-toy";

#[test]
fn a_channel_name_is_added_or_gone() {
    let page = changed("<code>stock5</code>", "<code>stock5</code><br><code>stock50</code>");
    finds(&page, &[(Grade::Additive, Change::Added, "channel stock50", "")]);
    let page = changed("<br><code>stock5</code>", "");
    finds(
        &page,
        &[
            (Grade::Breaking, Change::Removed, "channel stock5", ""),
            (Grade::Wording, Change::Wording, STOCK, "arguments.channel"),
        ],
    );
}

#[test]
fn a_channel_moves_or_needs_a_login() {
    finds(
        &changed("<p>/ws/v5/public</p>", "<p>/ws/v5/business (required login)</p>"),
        &[(Grade::Breaking, Change::Moved, STOCK, "socket"), (Grade::Breaking, Change::Access, STOCK, "login")],
    );
    for path in ["/ws/v6/public", "/ws/v5/fast"] {
        let page = changed("<p>/ws/v5/public</p>", &format!("<p>{path}</p>"));
        finds(&page, &[(Grade::Breaking, Change::Moved, STOCK, "socket")]);
    }
    finds(
        &changed("id=\"toys-ws-stock-channel\"", "id=\"toys-ws-shelf-channel\""),
        &[(Grade::Wording, Change::Moved, STOCK, "")],
    );
}

#[test]
fn arguments_change() {
    let row = "<tr><td>&gt; kind</td><td>String</td><td>No</td><td>Sort of what stands there";
    let more = |required: &str| {
        changed(row, &format!("<tr><td>&gt; toyId</td><td>String</td><td>{required}</td><td></td></tr>{row}"))
    };
    finds(&more("No"), &[(Grade::Additive, Change::Added, STOCK, "arguments.toyId")]);
    finds(&more("Yes"), &[(Grade::Breaking, Change::Added, STOCK, "arguments.toyId")]);
    let required = changed(row, &row.replace("<td>No</td>", "<td>Yes</td>"));
    finds(&required, &[(Grade::Breaking, Change::Required, STOCK, "arguments.kind")]);
    let other = changed(row, &row.replace("<td>String</td>", "<td>Integer</td>"));
    finds(&other, &[(Grade::Breaking, Change::Type, STOCK, "arguments.kind")]);
    let renamed = changed(row, &row.replace("kind", "sort"));
    finds(&renamed, &[(Grade::Breaking, Change::Renamed, STOCK, "arguments.sort")]);
}

#[test]
fn pushes_change() {
    let row = "<tr><td>&gt;&gt; name</td><td>String</td><td>Stuff</td></tr>";
    let nested = changed(row, &format!("{row}<tr><td>&gt;&gt; color</td><td>String</td><td></td></tr>"));
    finds(&nested, &[(Grade::Additive, Change::Added, STOCK, "push.data.parts.color")]);
    let gone = changed("<tr><td>&gt; ts</td><td>String</td><td>When it was put there</td></tr>", "");
    finds(&gone, &[(Grade::Breaking, Change::Removed, STOCK, "push.data.ts")]);
    let beside = changed("<td>action</td>", "<td>event</td>").replace("Whether it is all", "What it is");
    let expected = [
        (Grade::Additive, Change::Added, STOCK, "push.event"),
        (Grade::Breaking, Change::Removed, STOCK, "push.action"),
    ];
    finds(&beside, &expected);
    let row = "<tr><td>&gt; instId</td><td>String</td><td>Name of the shelf</td></tr>";
    let repeated = changed(row, &format!("{row}<tr><td>&gt; shelf</td><td>String</td><td></td></tr>"));
    finds(&repeated, &[(Grade::Additive, Change::Added, STOCK, "push.arg.shelf")]);
    let rows = "<td>Array of objects</td><td>Subscribed data</td></tr>\n<tr><td>&gt; toyId</td><td>String</td><td>Number on the shelf</td>";
    let one = changed(rows, &rows.replace("Array of objects", "Object"));
    finds(&one, &[(Grade::Breaking, Change::Type, STOCK, "push.data")]);
}

#[test]
fn operations_come_go_and_move() {
    let start = PAGE.find("<h3 id=\"toys-ws-drop-toy\">").expect("it is there");
    let end = PAGE.find("<h1 id=\"codes\">").expect("it is there");
    let gone = format!("{}{}", &PAGE[..start], &PAGE[end..]);
    finds(&gone, &[(Grade::Breaking, Change::Removed, DROPS, "")]);
    let twice = PAGE[start..end].replace("drop-toy", "drop-all");
    let page = format!("{}{twice}{}", &PAGE[..end], &PAGE[end..]);
    finds(&page, &[(Grade::Additive, Change::Added, "operation drop-all", "")]);
    let moved = format!("{}{}{}", &PAGE[..start], PAGE[start..end].replace("/private", "/business"), &PAGE[end..]);
    finds(&moved, &[(Grade::Breaking, Change::Moved, DROPS, "socket")]);
}

#[test]
fn operations_change() {
    let row = "<tr><td>&gt; shelf</td><td>Integer</td><td>Yes</td>";
    let more = changed(row, &format!("<tr><td>&gt; color</td><td>String</td><td>No</td><td></td></tr>{row}"));
    finds(&more, &[(Grade::Additive, Change::Added, DROPS, "request.args.color")]);
    let fewer = changed("<tr><td>&gt; toyId</td><td>String</td><td>Yes</td><td>Number on the shelf</td></tr>\n", "");
    finds(&fewer, &[(Grade::Breaking, Change::Removed, DROPS, "request.args.toyId")]);
    let optional = changed(row, &row.replace("Yes", "No"));
    finds(&optional, &[(Grade::Additive, Change::Optional, DROPS, "request.args.shelf")]);
    finds(&changed("30 requests per 2", "20 requests per 2"), &[(Grade::Breaking, Change::Limit, DROPS, "limit")]);
    let row = "<tr><td>inTime</td><td>String</td><td>When it came in</td></tr>";
    let around = changed(row, &format!("<tr><td>node</td><td>String</td><td></td></tr>{row}"));
    finds(&around, &[(Grade::Additive, Change::Added, DROPS, "response.node")]);
    let row = "<tr><td>&gt; toyId</td><td>String</td><td>Number of what was thrown away</td></tr>";
    let reply = changed(row, &format!("{row}<tr><td>&gt; kind</td><td>String</td><td></td></tr>"));
    finds(&reply, &[(Grade::Additive, Change::Added, DROPS, "response.data.kind")]);
}

//! Changes that OKX may make to the page of the toys.

/// Changes that OKX may make to its guide: a name, the text before and the text after. No two concern the same place.
pub(crate) const CHANGES: [(&str, &str, &str); 32] = [
    (
        "an endpoint is added",
        "<h1 id=\"codes\">",
        "<h3 id=\"toys-hide\">Hide toys</h3><h4>Rate limit: 1 request per second</h4><h4>Rate limit rule: User ID</h4>\
         <h4>Permission: Trade</h4><h4>HTTP Request</h4><p><code>POST /api/v5/toys/hide</code></p><h4>Request Parameters</h4>\
         <table><tr><th>Parameter</th><th>Type</th><th>Required</th></tr><tr><td>toyId</td><td>String</td><td>Yes</td></tr>\
         <tr><td>places</td><td>Array of objects</td><td>Yes</td></tr><tr><td>&gt; depth</td><td>String</td><td>Yes</td></tr>\
         </table>\
         <h3 id=\"toys-hidden\">Hidden toys</h3><h4>Rate limit: 1 request per second</h4><h4>Rate limit rule: IP</h4>\
         <h4>HTTP Request</h4><p><code>GET /api/v5/toys/hidden</code></p><h4>Request Parameters</h4>\
         <table><tr><th>Parameter</th><th>Type</th><th>Required</th><th>Description</th></tr>\
         <tr><td>after</td><td>String</td><td>No</td><td>Older than the <code>toyId</code></td></tr>\
         <tr><td>before</td><td>String</td><td>No</td><td>Newer than the <code>toyId</code></td></tr></table>\
         <h4>Response Parameters</h4><table><tr><th>Parameter</th><th>Type</th><th>Description</th></tr>\
         <tr><td>toyId</td><td>String</td><td>Number</td></tr></table><h1 id=\"codes\">",
    ),
    (
        "a call takes a deadline",
        "</body>",
        "<h1 id=\"late\">Late toys</h1><p>Takes a deadline.</p><table><tr><th>Parameter</th><th>Type</th><th>Required</th></tr>\
         <tr><td>expTime</td><td>String</td><td>No</td></tr></table>\
         <ul><li><a href=\"/docs-v5/en/#toys-drop-toy\">Drop toy</a></li><li><a href=\"#toys-hide\">Hide toys</a></li></ul></body>",
    ),
    ("an endpoint moves to another path", "GET /api/v5/toys/toys", "GET /api/v5/toys/all"),
    ("an endpoint moves to another heading", "id=\"toys-get-toys\"", "id=\"toys-rest-get-toys\""),
    (
        "a parameter is added",
        "<tr><td>kind</td><td>String</td><td>No</td>",
        "<tr><td>limit</td><td>String</td><td>No</td><td>How many</td></tr><tr><td>kind</td><td>String</td><td>No</td>",
    ),
    ("a parameter is renamed", "<td>&gt; cnt</td>", "<td>&gt; pieces</td>"),
    ("a parameter must be given", "<td>sz</td><td>String</td><td>No</td>", "<td>sz</td><td>String</td><td>Yes</td>"),
    (
        "a parameter need not be given",
        "<td>instId</td><td>String</td><td>Yes</td>",
        "<td>instId</td><td>String</td><td>No</td>",
    ),
    (
        "a parameter with fields is added",
        "<tr><td>parts</td>",
        "<tr><td>box</td><td>Object</td><td>No</td><td></td></tr><tr><td>&gt; lid</td><td>Boolean</td><td>No</td><td></td></tr><tr><td>parts</td>",
    ),
    (
        "a field is added",
        "<tr><td>isNew</td>",
        "<tr><td>kind</td><td>String</td><td>Sort of toy</td></tr><tr><td>isNew</td>",
    ),
    ("a field is gone", "<tr><td>ts</td><td>String</td><td>When it came</td></tr>", ""),
    ("a type changes", "<td>isNew</td><td>Boolean</td>", "<td>isNew</td><td>String</td>"),
    (
        "a value is added",
        "<code>hard</code>: for the day",
        "<code>hard</code>: for the day<br><code>3d</code>: printed",
    ),
    (
        "a limit and its key change",
        "5 requests per second</h4>\n<h4>Rate limit rule: User ID",
        "6 requests per second</h4>\n<h4>Rate limit rule: User ID + toyId",
    ),
    (
        "another right is needed",
        "<h4>Permission: Trade</h4>\n<h4>HTTP Request</h4>\n<p><code>POST /api/v5/toys/drop",
        "<h4>Permission: Withdraw</h4>\n<h4>HTTP Request</h4>\n<p><code>POST /api/v5/toys/drop",
    ),
    (
        "a code is added",
        "<tr><td>51000</td>",
        "<tr><td>50061</td><td>429</td><td>Too many toys</td></tr><tr><td>51000</td>",
    ),
    ("a code comes with another status", "<td>51000</td><td>200</td>", "<td>51000</td><td>400</td>"),
    ("a text changes", "<td>Material</td>", "<td>What it is made of</td>"),
    ("an endpoint is told otherwise", "<p>Throws a toy away.</p>", "<p>Throws a toy far away.</p>"),
    (
        "a channel is added",
        "<h3 id=\"toys-ws-own-toys-channel\">",
        "<h3 id=\"toys-ws-shelf-channel\">WS / Shelf channel</h3><h4>URL Path</h4><p> /ws/v5/public</p><h4>Request Parameters</h4>\
         <table><tr><th>Parameter</th><th>Type</th><th>Required</th><th>Description</th></tr><tr><td>args</td><td>Array of objects</td><td>Yes</td></tr>\
         <tr><td>&gt; channel</td><td>String</td><td>Yes</td><td><code>shelf</code><br><code>shelf-all</code></td></tr>\
         <tr><td>&gt; kind</td><td>String</td><td>No</td></tr><tr><td>&gt; toyId</td><td>String</td><td>Yes</td></tr></table>\
         <h4>Push data parameters</h4><table><tr><th>Parameter</th><th>Type</th></tr><tr><td>arg</td><td>Object</td></tr>\
         <tr><td>action</td><td>String</td></tr><tr><td>data</td><td>Array of objects</td></tr><tr><td>&gt; toyId</td><td>String</td></tr>\
         <tr><td>&gt; places</td><td>Array of objects</td></tr><tr><td>&gt;&gt; depth</td><td>String</td></tr></table>\
         <h3 id=\"toys-ws-own-toys-channel\">",
    ),
    ("a channel name is added", "<code>stock5</code>", "<code>stock5</code><br><code>stock50</code>"),
    ("a channel needs a login", "<p>/ws/v5/public</p>", "<p>/ws/v5/public (required login)</p>"),
    (
        "an argument is added",
        "<tr><td>&gt; kind</td><td>String</td><td>No</td><td>Sort of what",
        "<tr><td>&gt; toyId</td><td>String</td><td>No</td><td></td></tr><tr><td>&gt; kind</td><td>String</td><td>No</td><td>Sort of what",
    ),
    (
        "a first argument is added",
        "<code>own-toys</code></td></tr>",
        "<code>own-toys</code></td></tr><tr><td>&gt; room</td><td>String</td><td>Yes</td><td></td></tr>",
    ),
    (
        "a pushed field is added",
        "<tr><td>&gt; kind</td><td>String</td><td>Sort of one's toy",
        "<tr><td>&gt; sz</td><td>String</td><td></td></tr><tr><td>&gt; kind</td><td>String</td><td>Sort of one's toy",
    ),
    (
        "a pushed field with fields is added",
        "<tr><td>&gt;&gt; name</td><td>String</td><td>Stuff</td></tr>",
        "<tr><td>&gt;&gt; name</td><td>String</td><td>Stuff</td></tr><tr><td>&gt;&gt; paint</td><td>Object</td><td></td></tr>\
         <tr><td>&gt;&gt;&gt; color</td><td>String</td><td></td></tr>",
    ),
    (
        "something is pushed beside the rows",
        "<tr><td>&gt; uid</td><td>String</td><td>User</td></tr>",
        "<tr><td>&gt; uid</td><td>String</td><td>User</td></tr><tr><td>event</td><td>String</td><td></td></tr>",
    ),
    (
        "an operation takes more",
        "<tr><td>&gt; shelf</td>",
        "<tr><td>&gt; color</td><td>String</td><td>No</td><td></td></tr><tr><td>&gt; shelf</td>",
    ),
    (
        "an operation takes less",
        "<tr><td>&gt; toyId</td><td>String</td><td>Yes</td><td>Number on the shelf</td></tr>\n",
        "",
    ),
    (
        "a call takes what its operation does not",
        "<tr><td>toyId</td><td>String</td><td>Yes</td><td>Number of the toy</td></tr>",
        "<tr><td>toyId</td><td>String</td><td>Yes</td><td>Number of the toy</td></tr>\
         <tr><td>sz</td><td>String</td><td>No</td><td></td></tr>",
    ),
    ("an operation is limited otherwise", "30 requests per 2 seconds", "20 requests per 2 seconds"),
    (
        "an operation is added",
        "<tr><td>outTime</td><td>String</td><td>When it went out</td></tr>\n</tbody></table>",
        "<tr><td>outTime</td><td>String</td><td>When it went out</td></tr>\n</tbody></table>\
         <h3 id=\"toys-ws-place-toy\">WS / Place toy</h3><h4>URL Path</h4><p>/ws/v5/private (required login)</p>\
         <h4>Rate limit: 7 requests per second</h4><h4>Rate limit rule: User ID</h4><h4>Request Parameters</h4>\
         <table><tr><th>Parameter</th><th>Type</th><th>Required</th><th>Description</th></tr><tr><td>op</td><td>String</td><td>Yes</td><td><code>place-toy</code></td></tr>\
         <tr><td>args</td><td>Array of objects</td><td>Yes</td></tr><tr><td>&gt; room</td><td>Integer</td><td>Yes</td></tr>\
         <tr><td>&gt; kind</td><td>String</td><td>Yes</td></tr></table>",
    ),
];

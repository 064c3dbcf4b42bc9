//! The value of everything in the account, in USDT.

use okx_client::{Holding, Valuation};

use super::grid::{Align, Cell, Grid, GridColumn, Tone, wrapped};
use crate::connection::{Connection, runtime};
use crate::ending::{Ending, Failure};
use crate::output::Output;

/// Writes the value of everything in USDT, with the prices that were used, and what is not included.
pub(super) fn show(connection: &Connection, out: &mut Output) -> Result<Ending, Failure> {
    let valuation = runtime()?.block_on(Box::pin(connection.client.valuation("USDT")))?;
    let (screen, width) = (out.screen(), out.width());
    if !valuation.holdings.is_empty() {
        let grid = Grid::new(&columns(&valuation.holdings), valuation.holdings.len(), width, screen);
        out.line(&format!("\n{}", grid.lines.join("\n")))?;
    }
    for text in below(&valuation) {
        let lines: Vec<String> = wrapped(&text, width).iter().map(|line| screen.dim(line)).collect();
        out.line(&lines.join("\n"))?;
    }
    Ok(Ending::Done)
}

fn columns(holdings: &[Holding]) -> Vec<GridColumn> {
    let column = |name: &str, align, text: &dyn Fn(&Holding) -> String| GridColumn {
        name: name.to_owned(),
        align,
        cells: holdings.iter().map(|holding| Cell::new(&text(holding), Tone::Plain)).collect(),
    };
    let price = |holding: &Holding| {
        let steps = holding.steps.iter().map(|step| format!("{} {}", step.inst_id, step.price));
        steps.collect::<Vec<_>>().join(", ")
    };
    vec![
        column("account", Align::Left, &|holding| holding.source.to_string()),
        column("ccy", Align::Left, &|holding| holding.ccy.to_string()),
        column("amount", Align::Point, &|holding| holding.amount.to_string()),
        column("value", Align::Point, &|holding| holding.value.to_string()),
        column("price", Align::Left, &price),
    ]
}

/// The total, what it does not include, and OKX's own total.
fn below(valuation: &Valuation) -> Vec<String> {
    let what = if valuation.is_complete() { "everything" } else { "not everything" };
    let mut texts = vec![format!("{what}: {} {}", valuation.total, valuation.ccy)];
    texts.extend(valuation.unvalued.iter().map(|missing| {
        let amount = missing.amount.map_or_else(|| "an unknown amount of".to_owned(), |amount| amount.to_string());
        format!("not included: {amount} {} in {}: {}", missing.ccy, missing.source, missing.reason)
    }));
    let unread =
        |source: String, error: &okx_client::Error| format!("not included: {source}, which could not be read: {error}");
    texts.extend(valuation.unread.iter().map(|missing| unread(missing.source.to_string(), &missing.error)));
    match valuation.okx.as_ref().map(|okx| okx.total_bal) {
        Ok(Some(total)) => texts.push(format!("OKX's own total: {total} {}", valuation.ccy)),
        Ok(None) => {}
        Err(error) => texts.push(format!("OKX's own total could not be read: {error}")),
    }
    texts
}

//! Parameter names that are not described: new ones, or misspelled ones.

use std::fmt;

use crate::fields::Items;
use crate::fields::each_undescribed;
use crate::fields::unknown_values::nearest;

/// A parameter name that is not described for its object. It is sent unchanged, because OKX adds parameters without notice, but it may also
/// be misspelled.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UndescribedName {
    /// Its path, such as `newParameter` or `attachAlgoOrds[0].newParameter`.
    pub path: String,
    /// The item of a batch that contains it, from 0; `None` if the request is not a batch.
    pub item: Option<usize>,
    /// The name itself, which is the last part of the path.
    pub name: String,
    /// All described names of the object.
    pub known: &'static [&'static str],
}

impl UndescribedName {
    /// The described name with the most similar spelling, if there is one.
    pub fn nearest(&self) -> Option<&'static str> {
        nearest(&self.name, self.known)
    }
}

impl fmt::Display for UndescribedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(item) = self.item {
            write!(f, "item {item}: ")?;
        }
        write!(f, "`{}` is not a described parameter", self.path)?;
        match self.nearest() {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

/// The undescribed names of a request, in the order of its items.
pub(crate) fn of(items: Items<'_>) -> Vec<UndescribedName> {
    let mut found = Vec::new();
    for (place, object) in items.each().enumerate() {
        let item = items.is_batch().then_some(place);
        each_undescribed(object, "", &mut |path, name, shape| {
            found.push(UndescribedName { path, item, name: name.to_owned(), known: shape.wire });
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::dynamic::undescribed_names;
    use crate::value::Json;

    fn told(call: &str, parameters: &str) -> Vec<String> {
        let names = undescribed_names(call, &Json::parse(parameters).unwrap()).unwrap();
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn undescribed_names_are_found_at_any_depth() {
        let order = r#"{"instId":"BTC-USDT","tdMode":"cash","side":"buy","ordType":"limit","sz":"1","px":"1","entirelyNew":"1",
            "attachAlgoOrds":[{"tpTriggerPx":"5"},{"tpTriggerPx":"5","tpOrdPx":"-1","slTrigerPx":"4"}]}"#;
        let nested = "`attachAlgoOrds[1].slTrigerPx` is not a described parameter; did you mean `slTriggerPx`?";
        assert_eq!(
            told("trade.place_order", order),
            ["`entirelyNew` is not a described parameter".to_owned(), nested.to_owned()]
        );
        assert_eq!(told("trade.place_orders", &format!("[{order}]"))[1], format!("item 0: {nested}"));
        assert!(told("market.get_ticker", r#"{"instId":"BTC-USDT"}"#).is_empty());
    }
}

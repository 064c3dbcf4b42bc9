//! Names in a request that its description does not know: new ones of OKX, or misspelt ones.

use std::fmt;

use crate::fields::Items;
use crate::fields::each_undescribed;
use crate::fields::unknown_values::nearest;

/// A name that is not among those of the object that it is in. It is sent as it is, because OKX adds parameters without notice; it may also
/// be misspelt.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UndescribedName {
    /// Where it is, as in `newParameter` or `attachAlgoOrds[0].newParameter`.
    pub path: String,
    /// The item of a batch that it is in, from 0; `None` where the request is no batch.
    pub item: Option<usize>,
    /// The name itself, which is the last part of the path.
    pub name: String,
    /// All names of the object that are known today.
    pub known: &'static [&'static str],
}

impl UndescribedName {
    /// The known name that may have been meant, where one is spelt nearly the same.
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
    fn undescribed_names_are_told_wherever_they_are() {
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

//! Parsing the items of a request from its query or body, before they are validated.

use okx_spec::model::{Endpoint, Method};
use serde_json::{Map, Value};

use crate::refusal::{EMPTY_BODY, NOT_JSON, PARAMETER, Refusal, TOO_MANY_ORDERS, WRONG_CONTENT_TYPE};
use crate::request::Request;

/// Parses the items of a request: one item, or for a batch one item per entry of its list.
pub(crate) fn read(endpoint: &Endpoint, request: &Request) -> Result<Vec<Map<String, Value>>, Refusal> {
    match endpoint.method {
        Method::Get if !request.body.is_empty() => {
            Err(NOT_JSON.about("a GET request must send its parameters in the query and no body"))
        }
        Method::Get => Ok(vec![read_query(request.query())?]),
        Method::Post if !request.query().is_empty() => {
            Err(NOT_JSON.about("a POST request must send its parameters in the body"))
        }
        Method::Post => read_body(endpoint, request),
    }
}

fn read_body(endpoint: &Endpoint, request: &Request) -> Result<Vec<Map<String, Value>>, Refusal> {
    if request.body.is_empty() {
        return Err(EMPTY_BODY.refusal());
    }
    let media_type = request.header("content-type").and_then(|value| value.split(';').next()).unwrap_or_default();
    if !media_type.trim().eq_ignore_ascii_case("application/json") {
        return Err(WRONG_CONTENT_TYPE.refusal());
    }
    let body: Value = serde_json::from_slice(&request.body).map_err(|error| NOT_JSON.about(error))?;
    match (body, &endpoint.batch) {
        (Value::Object(item), None) => Ok(vec![item]),
        (Value::Array(items), Some(batch)) if items.len() > batch.up_to => Err(TOO_MANY_ORDERS.about(batch.up_to)),
        (Value::Array(items), Some(_)) if !items.is_empty() => items.into_iter().map(object).collect(),
        (_, None) => Err(NOT_JSON.about("it must be an object")),
        (_, Some(_)) => Err(NOT_JSON.about("it must be a list of at least one object")),
    }
}

fn object(item: Value) -> Result<Map<String, Value>, Refusal> {
    match item {
        Value::Object(item) => Ok(item),
        _ => Err(NOT_JSON.about("every entry of the list must be an object")),
    }
}

fn read_query(query: &str) -> Result<Map<String, Value>, Refusal> {
    let mut item = Map::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decode(name).ok_or_else(|| PARAMETER.about(name))?;
        let value = decode(value).ok_or_else(|| PARAMETER.about(&name))?;
        if item.contains_key(&name) {
            return Err(PARAMETER.about(name));
        }
        item.insert(name, Value::String(value));
    }
    Ok(item)
}

/// Decodes a query component: percent encoding and `+`. Returns `None` if it is invalid or not UTF-8.
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => hex_digit(rest.next()?)? * 16 + hex_digit(rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_decoded_once() {
        let item = read_query("a=x%2Cy&b=1+2&c=&d=%25").expect("a query");
        let text = |name: &str| item[name].as_str().map(str::to_owned);
        assert_eq!([text("a"), text("b"), text("c"), text("d")].map(Option::unwrap), ["x,y", "1 2", "", "%"]);
    }

    #[test]
    fn encoded_characters_are_decoded() {
        for (sent, meant) in [
            ("USDT-Arbitrum%20One", "USDT-Arbitrum One"),
            ("USDT-Arbitrum+One", "USDT-Arbitrum One"),
            ("a%2Bb%26c%2Fd%3De%3Ff%23g", "a+b&c/d=e?f#g"),
            ("a/b:c@d!*'()~", "a/b:c@d!*'()~"),
            ("a=b", "a=b"),
            ("%E4%BB%A5%E5%A4%AA%C3%A9%F0%9F%8D%95", "以太é🍕"),
            ("%2525", "%25"),
        ] {
            let item = read_query(&format!("chain={sent}")).expect("a query");
            assert_eq!(item["chain"], meant, "{sent}");
        }
        let name = read_query("%C3%A9=1").expect("a query");
        assert_eq!(name.keys().collect::<Vec<_>>(), ["é"]);
    }

    #[test]
    fn invalid_encodings_and_repeated_names_are_rejected() {
        for bad in ["a=%", "a=%4", "a=%zz", "a=%ff", "a=1&a=2"] {
            assert_eq!(read_query(bad).map_err(|refusal| refusal.code), Err("51000"), "{bad}");
        }
    }
}

//! Why the exchange rejects requests: every code it uses, with its text.

use std::fmt;

use crate::number::TooLarge;

/// Why a request or an item was rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The result code.
    pub code: &'static str,
    /// The sub-code, empty if there is none.
    pub sub_code: &'static str,
    /// The message: what was wrong.
    pub message: String,
}

impl Refusal {
    /// Adds a reason that tells the caller how to correct the request.
    pub(crate) fn because(mut self, reason: impl fmt::Display) -> Self {
        self.message = format!("{}: {reason}.", self.message.trim_end_matches('.'));
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Refusal {}

impl From<TooLarge> for Refusal {
    fn from(_: TooLarge) -> Self {
        AMOUNT_TOO_LARGE.refusal()
    }
}

/// A result code; `{}` in its text is replaced with the subject, such as the name of a parameter.
#[derive(Debug)]
pub(crate) struct Code {
    number: &'static str,
    detail: &'static str,
    text: &'static str,
}

impl Code {
    const fn new(number: &'static str, text: &'static str) -> Self {
        Self { number, detail: "", text }
    }

    const fn with_sub_code(self, detail: &'static str) -> Self {
        Self { detail, ..self }
    }

    pub(crate) fn refusal(&self) -> Refusal {
        self.about("")
    }

    pub(crate) fn about(&self, what: impl fmt::Display) -> Refusal {
        let message = self.text.replace("{}", &what.to_string());
        Refusal { code: self.number, sub_code: self.detail, message }
    }
}

// Requests, keys, signatures, rate limits.
pub(crate) const EMPTY_BODY: Code = Code::new("50000", "A POST request needs a body.");
pub(crate) const UNAVAILABLE: Code = Code::new("50001", "The service is closed for maintenance. Try again later.");
pub(crate) const NOT_JSON: Code = Code::new("50002", "The body is not JSON as described: {}.");
pub(crate) const WRONG_CONTENT_TYPE: Code = Code::new("50006", "The content type must be application/json.");
pub(crate) const RATE_LIMIT: Code = Code::new("50011", "Rate limit reached ({}). Slow down.");
pub(crate) const MISSING_PARAMETER: Code = Code::new("50014", "Parameter {} cannot be empty.");
pub(crate) const NEITHER_PARAMETER: Code = Code::new("50015", "One of the parameters {} is required.");
pub(crate) const CONFLICTING_PARAMETERS: Code = Code::new("50024", "The parameters {} exclude each other.");
pub(crate) const BAD_DEADLINE: Code =
    Code::new("50036", "Header expTime must be milliseconds since the epoch in the future.");
pub(crate) const ACCOUNT_RATE_LIMIT: Code = Code::new("50061", "The account sends too many orders ({}). Slow down.");
pub(crate) const WRONG_ENVIRONMENT: Code = Code::new("50101", "The API key does not match the environment: {}.");
pub(crate) const EXPIRED: Code =
    Code::new("50102", "The request's timestamp differs from the server time by more than 30 seconds.");
pub(crate) const NO_KEY: Code = Code::new("50103", "Header OK-ACCESS-KEY cannot be empty.");
pub(crate) const NO_PASSPHRASE: Code = Code::new("50104", "Header OK-ACCESS-PASSPHRASE cannot be empty.");
pub(crate) const WRONG_PASSPHRASE: Code = Code::new("50105", "Header OK-ACCESS-PASSPHRASE is wrong.");
pub(crate) const NO_SIGNATURE: Code = Code::new("50106", "Header OK-ACCESS-SIGN cannot be empty.");
pub(crate) const NO_TIMESTAMP: Code = Code::new("50107", "Header OK-ACCESS-TIMESTAMP cannot be empty.");
pub(crate) const MALFORMED_KEY: Code = Code::new("50111", "Header OK-ACCESS-KEY is malformed.");
pub(crate) const MALFORMED_TIMESTAMP: Code = Code::new("50112", "Header OK-ACCESS-TIMESTAMP is malformed.");
pub(crate) const WRONG_ADDRESS: Code = Code::new("50110", "The address {} is not in the IP whitelist of the API key.");
pub(crate) const WRONG_SIGNATURE: Code = Code::new("50113", "The signature is wrong.");
pub(crate) const WRONG_METHOD: Code = Code::new("50115", "The HTTP method is not supported for this path, use {}.");
pub(crate) const UNKNOWN_KEY: Code = Code::new("50119", "The API key does not exist here.");
pub(crate) const NO_RIGHT: Code = Code::new("50120", "The API key does not have permission to {}.");
pub(crate) const UNKNOWN_PATH: Code = Code::new("404", "Path {} does not exist.");

// Orders and instruments.
pub(crate) const PARAMETER: Code = Code::new("51000", "Parameter {} error.");
pub(crate) const UNKNOWN_INSTRUMENT: Code = Code::new("51001", "The instrument {} does not exist.");
pub(crate) const NEITHER_ORDER_ID: Code = Code::new("51003", "Either the client order ID or the order ID is required.");
pub(crate) const LIMIT_SIZE: Code = Code::new("51005", "The order is larger than the largest limit order, {}.");
pub(crate) const PRICE_LIMIT: Code = Code::new("51006", "The price is outside the price limits ({}).");
pub(crate) const NO_BALANCE: Code =
    Code::new("51008", "Order failed: the {} balance of the account is insufficient.").with_sub_code("1000");
pub(crate) const NO_MARGIN: Code =
    Code::new("51008", "Order failed: the {} margin of the account is insufficient.").with_sub_code("1001");
pub(crate) const ACCOUNT_MODE: Code = Code::new("51010", "The account mode does not allow this: {}.");
pub(crate) const UNKNOWN_CURRENCY: Code = Code::new("51012", "The currency {} does not exist.");
pub(crate) const DUPLICATE_CLIENT_ID: Code = Code::new("51016", "The client order ID {} is in use by a live order.");
pub(crate) const BELOW_MINIMUM: Code = Code::new("51020", "The order is smaller than the smallest order, {}.");
pub(crate) const TOO_MANY_TIMERS: Code = Code::new("51071", "At most {} timers for tags may run at a time.");
pub(crate) const TOO_MANY_ORDERS: Code = Code::new("51111", "At most {} orders may be sent in one request.");
pub(crate) const LOT: Code = Code::new("51121", "The order size must be a multiple of the lot size, {}.");
pub(crate) const TICK: Code = Code::new("51150", "The price has too many digits: it must be a multiple of {}.");
pub(crate) const NOTHING_TO_REDUCE: Code = Code::new("51169", "The order would not reduce a position.");
pub(crate) const MARKET_SIZE: Code = Code::new("51202", "The order is larger than the largest market order, {}.");
pub(crate) const NO_TRIGGER: Code = Code::new("51178", "A take-profit or a stop-loss needs a trigger price.");
pub(crate) const TAKE_ABOVE_LAST: Code =
    Code::new("51277", "The take-profit trigger price of a buy must not be above the last price.");
pub(crate) const STOP_BELOW_LAST: Code =
    Code::new("51278", "The stop-loss trigger price of a buy must not be below the last price.");
pub(crate) const TAKE_BELOW_LAST: Code =
    Code::new("51279", "The take-profit trigger price of a sell must not be below the last price.");
pub(crate) const STOP_ABOVE_LAST: Code =
    Code::new("51280", "The stop-loss trigger price of a sell must not be above the last price.");
pub(crate) const CANNOT_CANCEL: Code =
    Code::new("51400", "Cancellation failed: the order is filled or canceled already, or does not exist.");
pub(crate) const NOTHING_TO_AMEND: Code = Code::new("51500", "A new price or a new size is required.");
pub(crate) const AMEND_NO_BALANCE: Code =
    Code::new("51502", "Amending failed: the {} balance of the account is insufficient.").with_sub_code("1030");
pub(crate) const CANNOT_AMEND: Code = Code::new("51503", "The order is filled or canceled already.");
pub(crate) const AMEND_POST_ONLY: Code = Code::new("51511", "Amending failed: the new price would take liquidity.");
pub(crate) const TOO_MANY_AMENDMENTS: Code =
    Code::new("51513", "Amending failed: at most {} amendments of an order may be under way.");
pub(crate) const LOCKED_BY_MASS_CANCEL: Code =
    Code::new("54008", "Orders under market maker protection are locked after a mass cancellation.");
pub(crate) const UNKNOWN_ORDER: Code = Code::new("51603", "The order does not exist.");
pub(crate) const AMOUNT_TOO_LARGE: Code = Code::new("51005", "The amount exceeds the range of the exchange's numbers.");

// Funds and leverage.
pub(crate) const UNKNOWN_SUB_ACCOUNT: Code = Code::new("58115", "The sub-account does not exist.");
pub(crate) const TRANSFER_AMOUNT: Code = Code::new("58114", "The amount of a transfer must be greater than 0.");
pub(crate) const TRANSFER_BALANCE: Code = Code::new("58116", "The transfer exceeds the available amount.");
pub(crate) const TRANSFER_TO_ITSELF: Code =
    Code::new("58123", "The remitting and the beneficiary account cannot be the same.");
pub(crate) const LEVERAGE: Code = Code::new("59102", "The leverage exceeds the maximum of {}.");

//! Large replies in OKX's format, for the measurements of decoding.

use std::fmt::Write as _;

/// `GET market/tickers` with this many instruments.
pub(crate) fn tickers(count: usize) -> String {
    let row = |index: usize| {
        format!(
            r#"{{"instType":"SPOT","instId":"COIN{index}-USDT","last":"{0}.5","lastSz":"0.1","askPx":"{0}.6","askSz":"11.25","bidPx":"{0}.4","bidSz":"8.90625","open24h":"{1}","high24h":"{2}","low24h":"{1}","volCcy24h":"2222{index}.75","vol24h":"2222{index}","ts":"1597026383085","sodUtc0":"0.1","sodUtc8":"0.15"}}"#,
            40_000 + index,
            39_000 + index,
            41_000 + index
        )
    };
    envelope((0..count).map(row))
}

/// `GET market/books` with this many levels per side.
pub(crate) fn book(levels: usize) -> String {
    let side = |first: usize| {
        let mut out = String::from("[");
        for level in 0..levels {
            let comma = if level == 0 { "" } else { "," };
            let _ = write!(
                out,
                r#"{comma}["{}.{}","{}.{level}","0","{}"]"#,
                first + level,
                level % 10,
                level % 17,
                1 + level % 9
            );
        }
        out + "]"
    };
    envelope([format!(
        r#"{{"asks":{},"bids":{},"ts":"1629966436396","seqId":3235851742}}"#,
        side(41_006),
        side(40_000)
    )])
}

/// `GET trade/orders-history` with this many orders.
pub(crate) fn orders(count: usize) -> String {
    let row = |index: usize| {
        format!(
            r#"{{"accFillSz":"0.00192834","algoClOrdId":"","algoId":"","attachAlgoClOrdId":"","attachAlgoOrds":[],"avgPx":"51858","cTime":"170821265{index:04}","cancelSource":"","cancelSourceReason":"","category":"normal","ccy":"","clOrdId":"client{index}","fee":"-0.00000192834","feeCcy":"BTC","fillPx":"51858","fillSz":"0.00192834","fillTime":"1708212652113","instId":"BTC-USDT","instType":"SPOT","isTpLimit":"false","lever":"","linkedAlgoOrd":{{"algoId":""}},"ordId":"68006992218{index:07}","ordType":"market","pnl":"0","posSide":"","px":"","pxType":"","pxUsd":"","pxVol":"","quickMgnType":"","rebate":"0","rebateCcy":"USDT","reduceOnly":"false","side":"buy","slOrdPx":"","slTriggerPx":"","slTriggerPxType":"","source":"","state":"filled","stpId":"","stpMode":"cancel_maker","sz":"100","tag":"","tdMode":"cash","tgtCcy":"quote_ccy","tpOrdPx":"","tpTriggerPx":"","tpTriggerPxType":"","tradeId":"744876980","tradeQuoteCcy":"USDT","uTime":"1708212652113"}}"#
        )
    };
    envelope((0..count).map(row))
}

fn envelope(rows: impl IntoIterator<Item = String>) -> String {
    let rows: Vec<_> = rows.into_iter().collect();
    format!(r#"{{"code":"0","msg":"","data":[{}]}}"#, rows.join(","))
}

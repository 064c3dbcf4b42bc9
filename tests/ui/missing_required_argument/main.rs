use okx_client::trade::CancelOrder;

fn main() {
    CancelOrder::new();
}

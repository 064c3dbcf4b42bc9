//! How much of the guide the description covers.

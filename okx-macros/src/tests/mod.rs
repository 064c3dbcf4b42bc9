//! Expansions held as goldens.

//! Grids, exactly; and what a trader is told.

mod blocks;
mod exactness;
mod grids;
mod orders;
mod spreads;

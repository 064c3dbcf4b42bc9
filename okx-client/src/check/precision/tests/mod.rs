//! Grids, exact arithmetic, and the error messages of the check.

mod blocks;
mod exactness;
mod grids;
mod orders;
mod spreads;
mod steps;

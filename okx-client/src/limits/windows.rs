//! Finding the window of a budget and its keys, and forgetting those that say nothing any more.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::ops::{Index, IndexMut};
use std::time::Duration;

use super::charges::Charge;
use super::mixer::Mixed;
use super::terms::Rate;
use super::window::Window;

/// The windows that were drawn on lately. A window has one place for as long as it is not blank.
#[derive(Debug, Default)]
pub(super) struct Windows {
    places: HashMap<Key, usize, Mixed>,
    table: Vec<Window>,
    vacant: Vec<usize>,
    broom: Broom,
}

/// The name of the budget is part of it, so that different budgets are never taken for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key {
    keys: u64,
    budget: &'static str,
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        // The name of the budget was mixed into this number.
        hasher.write_u64(self.keys);
    }
}

/// Where forgetting goes on: each new window pays for a look at two old ones, so the table stays within twice what is in use.
#[derive(Debug, Default)]
struct Broom {
    at: usize,
    owed: usize,
}

impl Windows {
    /// Where the window of a charge is. For keys not seen lately a window is made, with what is given.
    pub(super) fn place(&mut self, charge: &Charge, make: impl FnOnce() -> (Rate, Box<str>)) -> usize {
        let key = Key { keys: charge.keys, budget: charge.budget.name };
        if let Some(place) = self.places.get(&key) {
            return *place;
        }
        let (rate, printed) = make();
        let window = Window::new(charge, rate, printed);
        let place = self.vacant.pop().unwrap_or(self.table.len());
        if place == self.table.len() {
            self.table.push(window);
        } else {
            self.table[place] = window;
        }
        self.places.insert(key, place);
        self.broom.owed += 2;
        place
    }

    /// Forgets some of the windows that are blank. Places of blank windows mean nothing afterwards.
    pub(super) fn sweep(&mut self, now: Duration) {
        for _ in 0..std::mem::take(&mut self.broom.owed) {
            self.broom.at = (self.broom.at + 1) % self.table.len();
            let window = &mut self.table[self.broom.at];
            let key = Key { keys: window.keys, budget: window.budget.name };
            if window.is_blank(now) && self.places.get(&key) == Some(&self.broom.at) {
                self.places.remove(&key);
                self.vacant.push(self.broom.at);
            }
        }
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Window> {
        self.table.iter_mut()
    }

    /// How many windows are remembered.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.table.len()
    }
}

impl Index<usize> for Windows {
    type Output = Window;

    fn index(&self, place: usize) -> &Window {
        &self.table[place]
    }
}

impl IndexMut<usize> for Windows {
    fn index_mut(&mut self, place: usize) -> &mut Window {
        &mut self.table[place]
    }
}

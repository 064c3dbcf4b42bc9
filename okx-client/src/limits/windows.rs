//! The table of windows. Finds the window of a budget and its keys, and removes idle ones.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::ops::{Index, IndexMut};
use std::time::Duration;

use super::account_rates::Rate;
use super::costs::BudgetCost;
use super::key_hasher::BuildPassThroughHasher;
use super::window::Window;

/// The windows that were used recently. A window keeps its index until it is idle.
#[derive(Debug, Default)]
pub(super) struct Windows {
    indexes: HashMap<Key, usize, BuildPassThroughHasher>,
    table: Vec<Window>,
    vacant: Vec<usize>,
    sweeper: Sweeper,
}

/// Includes the name of the budget, so that different budgets are never confused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key {
    keys: u64,
    budget: &'static str,
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        // This hash includes the name of the budget.
        hasher.write_u64(self.keys);
    }
}

/// Where removing idle windows continues. Each new window pays for checking two others, so the table stays within twice what is in use.
#[derive(Debug, Default)]
struct Sweeper {
    at: usize,
    owed: usize,
}

impl Windows {
    /// The index of the window for a cost. If it was not used recently, a window is created with the rate and label that `create` returns.
    pub(super) fn find_or_create(&mut self, cost: &BudgetCost, create: impl FnOnce() -> (Rate, Box<str>)) -> usize {
        let key = Key { keys: cost.keys, budget: cost.budget.name };
        if let Some(index) = self.indexes.get(&key) {
            return *index;
        }
        let (rate, label) = create();
        let window = Window::new(cost, rate, label);
        let index = self.vacant.pop().unwrap_or(self.table.len());
        if index == self.table.len() {
            self.table.push(window);
        } else {
            self.table[index] = window;
        }
        self.indexes.insert(key, index);
        self.sweeper.owed += 2;
        index
    }

    /// Removes some of the idle windows. Indexes of idle windows are invalid afterwards.
    pub(super) fn sweep(&mut self, now: Duration) {
        for _ in 0..std::mem::take(&mut self.sweeper.owed) {
            self.sweeper.at = (self.sweeper.at + 1) % self.table.len();
            let window = &mut self.table[self.sweeper.at];
            let key = Key { keys: window.keys, budget: window.budget.name };
            if window.is_idle(now) && self.indexes.get(&key) == Some(&self.sweeper.at) {
                self.indexes.remove(&key);
                self.vacant.push(self.sweeper.at);
            }
        }
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Window> {
        self.table.iter_mut()
    }

    /// How many windows are stored.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.table.len()
    }
}

impl Index<usize> for Windows {
    type Output = Window;

    fn index(&self, index: usize) -> &Window {
        &self.table[index]
    }
}

impl IndexMut<usize> for Windows {
    fn index_mut(&mut self, index: usize) -> &mut Window {
        &mut self.table[index]
    }
}

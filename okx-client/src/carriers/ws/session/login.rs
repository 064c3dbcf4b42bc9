//! Logs in the links that need it.

use std::time::Duration;

use super::link::{Login, Role};
use super::message::Message;
use super::{ConnectionState, Event, FrameText, LinkId, Output, Session};
use crate::api::{errors, refused};
use crate::error::{Error, Verdict};

impl Session {
    /// The shell signed a login.
    pub(crate) fn login_signed(&mut self, link: LinkId, text: String, now: Duration) {
        self.advance(now);
        let deadline = self.now + self.config.acknowledge_within;
        let Some(found) = self.links.get_mut(link) else { return };
        let Login::Signing { resynced } = found.login else { return };
        found.login = Login::Sent { resynced, deadline };
        found.budget.take_reserved(self.now);
        self.rereads_key = false;
        self.send(link, text);
    }

    /// The shell could not sign a login. A transient error leads to another attempt.
    pub(crate) fn login_unavailable(&mut self, link: LinkId, error: &Error, now: Duration) {
        self.advance(now);
        let is_signing = |login| matches!(login, Login::Signing { .. });
        if !self.links.get_mut(link).is_some_and(|link| is_signing(link.login)) {
            return;
        }
        if error.is_temporary() {
            self.lose(link, &format!("the login could not be signed: {error}"));
        } else {
            self.login_failed(link, error);
        }
    }

    /// Whether a connection must log in.
    pub(super) fn needs_login(&self) -> bool {
        self.config.logs_in
            || !self.waiting.is_empty()
            || self.topics.all_wanted().any(|(_, wanted)| wanted.needs_login)
    }

    /// Asks the shell to sign a login, if the link needs one.
    pub(super) fn start_login(&mut self, role: Role) {
        let is_needed = self.needs_login();
        let Some(link) = self.links.in_role_mut(role) else { return };
        if !is_needed || !link.is_open() || link.login != Login::NotStarted {
            return;
        }
        match link.budget.reserve(self.now) {
            Ok(()) => self.sign(role, false),
            Err(free_at) => self.report_used_up(role, free_at),
        }
    }

    /// OKX answered a login.
    pub(super) fn login_answered(&mut self, link: LinkId, message: &Message<'_>, text: &FrameText) {
        let login = self.links.get_mut(link).map(|link| link.login);
        if !matches!(login, Some(Login::Sent { .. })) {
            return self.unexpected("an answer to a login that is not under way", text);
        }
        match message.code() {
            "0" => self.logged_in(link),
            "" => self.unexpected("an answer to a login without a code", text),
            code => self.login_refused(link, code, message.text()),
        }
    }

    /// OKX refused the login that is under way.
    pub(super) fn login_refused(&mut self, link: LinkId, code: &str, text: &str) {
        let Some(found) = self.links.get_mut(link) else { return };
        let Login::Sent { resynced, .. } = found.login else { return };
        let error = refused(code, None, text);
        match error.verdict() {
            _ if code == errors::ALREADY_LOGGED_IN => self.logged_in(link),
            Some(Verdict::ResyncClock) if !resynced => {
                if found.budget.reserve(self.now).is_ok() {
                    let role = self.links.role(link);
                    self.sign(role, true);
                } else {
                    self.lose(link, &format!("the login was refused, and no further request is allowed: {error}"));
                }
            }
            Some(Verdict::Wait | Verdict::Retry | Verdict::Unknown) => {
                self.lose(link, &format!("the login was refused: {error}"));
            }
            _ => self.login_failed(link, &error),
        }
    }

    /// The login failed, and would fail again. Whatever needs it ends.
    pub(super) fn login_failed(&mut self, link: LinkId, error: &Error) {
        if self.config.logs_in {
            return self.end_all(error);
        }
        if let Some(found) = self.links.get_mut(link) {
            found.login = Login::NotStarted;
            found.budget.release();
            self.outputs.push_back(Output::LoginEnded(link));
        }
        let ended: Vec<_> =
            self.topics.all_wanted().filter(|(_, wanted)| wanted.needs_login).map(|(_, wanted)| wanted.id).collect();
        for id in ended {
            self.end(id, error);
        }
        let waiting = std::mem::take(&mut self.waiting).into();
        self.lose_waiting(waiting, &format!("the login failed: {error}"));
    }

    fn logged_in(&mut self, link: LinkId) {
        if let Some(found) = self.links.get_mut(link) {
            found.login = Login::Done;
            self.outputs.push_back(Output::LoginEnded(link));
            self.report(Event::State { link, state: ConnectionState::LoggedIn });
        }
    }

    fn sign(&mut self, role: Role, resync_clock: bool) {
        let reread_key = self.rereads_key;
        if let Some(link) = self.links.in_role_mut(role) {
            link.login = Login::Signing { resynced: resync_clock };
            let link = link.id;
            self.outputs.push_back(Output::SignLogin { link, resync_clock, reread_key });
        }
    }
}

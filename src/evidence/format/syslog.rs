//! Syslog in its traditional form (RFC 3164): what sshd says of sign-ins, and whatever programs say.
//!
//! After OpenSSH's `auth.c` and `packet.c` and Linux-PAM's `pam_unix`.

use super::Viewer;
use super::text::{Put as _, drawn};
use crate::evidence::activity::{Activity, FlowState, Session};
use crate::evidence::hosts::Host;
use crate::evidence::page::Lines;
use crate::evidence::stamp::Stamp;
use crate::scenario::SignInBy;

pub(super) fn lines(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    match activity {
        Activity::Message(message) if viewer.sees(message.on) => {
            out.line(message.at, |line| {
                begin(line, message.at, message.on, message.program, message.pid);
                line.plain(&message.text);
            });
        }
        Activity::SignIn(session) if session.by.is_ssh() && viewer.sees(session.on) => {
            if session.fails {
                refused(session, out);
            } else {
                accepted(session, out);
            }
        }
        _ => {}
    }
}

/// `Jan  5 09:10:40 host program[pid]: `; programs without a number have none.
fn begin(line: &mut Vec<u8>, at: Stamp, on: &Host, program: &str, pid: u32) {
    line.syslog(at)
        .put(" ")
        .plain(&on.name)
        .put(" ")
        .plain(program);
    if pid > 0 {
        line.put("[").int(pid.into()).put("]");
    }
    line.put(": ");
}

fn say(out: &mut Lines, at: Stamp, session: &Session<'_>, text: impl FnOnce(&mut Vec<u8>)) {
    out.line(at, |line| {
        begin(line, at, session.on, "sshd", session.pid);
        text(line);
    });
}

/// `Accepted publickey for user from address port number ssh2`, and which key.
fn verdict(line: &mut Vec<u8>, session: &Session<'_>, verdict: &str) {
    line.put(verdict)
        .put(match session.by {
            SignInBy::PublicKey => " publickey for ",
            _ => " password for ",
        })
        .plain(session.user)
        .put(" from ");
    from(line, session).put(" ssh2");
    if session.by == SignInBy::PublicKey {
        line.put(": ED25519 SHA256:").plain(&session.fingerprint);
    }
}

fn from<'a>(line: &'a mut Vec<u8>, session: &Session<'_>) -> &'a mut Vec<u8> {
    line.ip(session.flow.client.ip)
        .put(" port ")
        .int(session.flow.client.port.into())
}

fn accepted(session: &Session<'_>, out: &mut Lines) {
    let start = session.flow.start;
    say(out, start, session, |line| {
        verdict(line, session, "Accepted");
    });
    let uid = match session.user {
        "root" => 0,
        other => 1_000 + drawn(other) % 40,
    };
    say(out, start.later_ms(4), session, |line| {
        line.put("pam_unix(sshd:session): session opened for user ")
            .plain(session.user)
            .put("(uid=")
            .int(uid)
            .put(") by (uid=0)");
    });
    if session.flow.state == FlowState::Open {
        return;
    }
    // Never before it was opened, however short.
    let end = session.flow.end.max(start.later_ms(12));
    say(out, end.later_ms(-6), session, |line| {
        line.put("Received disconnect from ");
        from(line, session).put(":11: disconnected by user");
    });
    say(out, end.later_ms(-5), session, |line| {
        line.put("Disconnected from user ")
            .plain(session.user)
            .put(" ");
        from(line, session);
    });
    say(out, end, session, |line| {
        line.put("pam_unix(sshd:session): session closed for user ")
            .plain(session.user);
    });
}

fn refused(session: &Session<'_>, out: &mut Lines) {
    let start = session.flow.start;
    if session.by == SignInBy::Password {
        say(out, start, session, |line| {
            line.put("pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=")
                .ip(session.flow.client.ip)
                .put("  user=")
                .plain(session.user);
        });
    }
    say(out, start.later_ms(1), session, |line| {
        verdict(line, session, "Failed");
    });
    let end = session.flow.end.max(start.later_ms(2));
    say(out, end, session, |line| {
        line.put("Connection closed by authenticating user ")
            .plain(session.user)
            .put(" ");
        from(line, session).put(" [preauth]");
    });
}

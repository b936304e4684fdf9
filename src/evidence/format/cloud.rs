//! An identity provider's sign-ins, one JSON object a line.
//!
//! After the documented fields of the sign-in log of a widely used cloud directory, its names for ways to sign
//! in and its numbers for failures.

use super::Viewer;
use super::fields::{object, uuid};
use super::text::{Put as _, drawn, spread};
use crate::evidence::activity::{Activity, CloudEntry};
use crate::evidence::page::Lines;

/// Words of a reason, and the number that a failure for it has.
const CODES: [(&[&str], u64); 8] = [
    (&["conditional", "policy", "policies"], 53_003),
    (&["lock", "smart"], 50_053),
    (&["disabled"], 50_057),
    (
        &["not exist", "no such", "unknown user", "not found"],
        50_034,
    ),
    (&["expired"], 50_055),
    (&["denied", "declined"], 500_121),
    (&["second factor", "multi", "mfa", "strong"], 50_074),
    (&["interrupt"], 50_140),
];
/// The number of a wrong name or password.
const WRONG_PASSWORD: u64 = 50_126;

pub(super) fn sign_ins(viewer: &Viewer, activity: &Activity<'_>, out: &mut Lines) {
    if let Activity::Cloud(entry) = activity
        && viewer.sees(entry.on)
    {
        out.line(entry.at, |line| sign_in(line, entry));
    }
}

fn sign_in(line: &mut Vec<u8>, entry: &CloudEntry<'_>) {
    let (city, country) = match entry.place.rsplit_once(',') {
        Some((city, country)) => (city.trim(), country.trim()),
        None => (entry.place.trim(), ""),
    };
    object(line, |all| {
        all.quoted("id", |line| uuid(line, entry.id))
            .quoted("createdDateTime", |line| {
                line.iso(entry.at, b'T').put(".").millis(entry.at).put("Z");
            })
            .text("userPrincipalName", entry.user)
            .quoted("userId", |line| {
                uuid(line, drawn(&entry.user.to_lowercase()));
            })
            .quoted("appId", |line| uuid(line, drawn(entry.app)))
            .text("appDisplayName", entry.app)
            .ip("ipAddress", entry.client)
            .text("clientAppUsed", client_app(entry.agent))
            .text("userAgent", entry.agent)
            .quoted("correlationId", |line| uuid(line, spread(entry.id)))
            .text(
                "conditionalAccessStatus",
                if code(entry.fails) == 53_003 {
                    "failure"
                } else {
                    "notApplied"
                },
            )
            .truth("isInteractive", true)
            .text(
                "authenticationRequirement",
                if entry.second_factor {
                    "multiFactorAuthentication"
                } else {
                    "singleFactorAuthentication"
                },
            )
            .object("status", |status| {
                status.number("errorCode", code(entry.fails));
                if entry.fails.is_empty() {
                    status.text("failureReason", "Other.");
                } else {
                    status.text("failureReason", entry.fails);
                }
                if entry.second_factor && entry.fails.is_empty() {
                    status.text("additionalDetails", "MFA completed");
                } else {
                    status.null("additionalDetails");
                }
            })
            .object("deviceDetail", |device| {
                device
                    .text("operatingSystem", system(entry.agent))
                    .text("browser", browser(entry.agent));
            })
            .object("location", |location| {
                location.text("city", city).text("countryOrRegion", country);
            });
    });
}

/// The number of a failure; 0 without one.
fn code(fails: &str) -> u64 {
    if fails.is_empty() {
        return 0;
    }
    let small = fails.to_lowercase();
    CODES
        .iter()
        .find(|(words, _)| words.iter().any(|word| small.contains(word)))
        .map_or(WRONG_PASSWORD, |(_, code)| *code)
}

/// How the provider calls the program: protocols without a second factor have names of their own.
fn client_app(agent: &str) -> &'static str {
    let small = agent.to_lowercase();
    if small.starts_with("mozilla/") {
        "Browser"
    } else if small.contains("imap") {
        "IMAP4"
    } else if small.contains("pop3") {
        "POP3"
    } else if small.contains("smtp") {
        "Authenticated SMTP"
    } else {
        "Mobile Apps and Desktop clients"
    }
}

fn system(agent: &str) -> &'static str {
    const KNOWN: [(&str, &str); 6] = [
        ("Windows", "Windows10"),
        ("iPhone", "Ios"),
        ("iPad", "Ios"),
        ("Android", "Android"),
        ("Mac OS", "MacOs"),
        ("Linux", "Linux"),
    ];
    KNOWN
        .iter()
        .find(|(word, _)| agent.contains(word))
        .map_or("", |(_, name)| name)
}

fn browser(agent: &str) -> &'static str {
    const KNOWN: [(&str, &str); 4] = [
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    KNOWN
        .iter()
        .find(|(word, _)| agent.contains(word))
        .map_or("", |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::format::testing::Stage;
    use crate::scenario::LogFormat;

    #[test]
    fn a_sign_in_has_its_fields_in_order() {
        let stage = Stage::new();
        let lines = stage.lines(LogFormat::CloudSignIns, &stage.cloud(""));
        assert!(lines[0].contains(r#""createdDateTime":"2026-03-02T08:15:30.250Z","userPrincipalName":"c.ferro@harbour.example","userId":""#), "{}", lines[0]);
        assert!(lines[0].contains(r#""appDisplayName":"VPN","ipAddress":"203.0.113.9","clientAppUsed":"Browser","userAgent":"Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0","correlationId":""#), "{}", lines[0]);
        assert!(lines[0].ends_with(r#""isInteractive":true,"authenticationRequirement":"multiFactorAuthentication","status":{"errorCode":0,"failureReason":"Other.","additionalDetails":"MFA completed"},"deviceDetail":{"operatingSystem":"Linux","browser":"Firefox"},"location":{"city":"Lisbon","countryOrRegion":"PT"}}"#), "{}", lines[0]);
        let failed = stage.lines(LogFormat::CloudSignIns, &stage.cloud("Wrong password"));
        assert!(failed[0].contains(r#""authenticationRequirement":"singleFactorAuthentication","status":{"errorCode":50126,"failureReason":"Wrong password","additionalDetails":null}"#), "{}", failed[0]);
    }

    #[test]
    fn reasons_have_numbers() {
        assert_eq!(code(""), 0);
        assert_eq!(code("Invalid username or password"), 50_126);
        assert_eq!(code("Blocked by a Conditional Access policy"), 53_003);
        assert_eq!(code("Second factor not completed"), 50_074);
        assert_eq!(code("User declined the second factor"), 500_121);
        assert_eq!(code("Account is locked"), 50_053);
    }

    #[test]
    fn programs_have_kinds() {
        assert_eq!(client_app("Mozilla/5.0 (X11)"), "Browser");
        assert_eq!(client_app("BAV2ROPC IMAP"), "IMAP4");
        assert_eq!(client_app(""), "Mobile Apps and Desktop clients");
    }
}

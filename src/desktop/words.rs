//! What things are called on screen, and how times are written.

use std::fmt::Write as _;

use egui_material_icons::MaterialIcon;
use egui_material_icons::icons::{
    ICON_AUTORENEW, ICON_BACKUP, ICON_CALL, ICON_CAMPAIGN, ICON_CHAT, ICON_CHECK_CIRCLE,
    ICON_CLEANING_SERVICES, ICON_COMPUTER, ICON_CONVEYOR_BELT, ICON_DIRECTIONS_WALK, ICON_DNS,
    ICON_ERROR, ICON_INFO, ICON_INVENTORY_2, ICON_LINK_OFF, ICON_MAIL, ICON_MONITORING,
    ICON_NEWSPAPER, ICON_POWER_SETTINGS_NEW, ICON_REPORT, ICON_RESTORE, ICON_ROUTER, ICON_SCHOOL,
    ICON_SEARCH, ICON_SHIELD, ICON_STORAGE, ICON_WARNING,
};

pub(super) use crate::base::words::{amount, bytes, count, sentence};

use crate::base::id::{Id, RoleId};
use crate::base::{Moment, Span};
use crate::exercise::picture::name_of;
use crate::exercise::{AlertStage, FootholdView};
use crate::report::Format;
use crate::scenario::{
    AssetKind, AssetStatus, Channel, Course, Difficulty, FootholdKind, Inject, LogFormat, Phase,
    Scenario, SeatKind, SensorKind, Severity, Verdict,
};

/// A day and a time of it, as the machine's clock has them: `3 Jul 2026 10:15`; nothing if it isn't known.
pub(super) fn local_time(stamp: Option<jiff::Timestamp>) -> String {
    let local = stamp.map(|stamp| stamp.to_zoned(jiff::tz::TimeZone::system()));
    local.map_or_else(String::new, |local| {
        local.strftime("%-d %b %Y %H:%M").to_string()
    })
}

/// The name of a severity.
#[must_use]
pub(super) const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "Low",
        Severity::Medium => "Medium",
        Severity::High => "High",
        Severity::Critical => "Critical",
    }
}

/// The sign of a severity.
#[must_use]
pub(super) const fn severity_icon(severity: Severity) -> MaterialIcon {
    match severity {
        Severity::Low => ICON_INFO,
        Severity::Medium => ICON_ERROR,
        Severity::High => ICON_WARNING,
        Severity::Critical => ICON_REPORT,
    }
}

/// The name of an alert's stage.
#[must_use]
pub(super) const fn stage(stage: AlertStage) -> &'static str {
    match stage {
        AlertStage::New => "New",
        AlertStage::Acknowledged => "Acknowledged",
        AlertStage::Closed => "Closed",
    }
}

/// What a format of the report is for.
pub(super) const fn report(format: Format) -> &'static str {
    match format {
        Format::Html => "A page by itself that opens in any browser",
        Format::Pdf => "To print and to hand out",
        Format::Docx => "To go on writing in a text program",
        Format::Markdown => "Plain text, for a wiki or a repository",
        Format::Csv => "The scores, for a spreadsheet",
        Format::Json => "Everything, for other programs",
        Format::Navigator => "What was trained and how it went, on the map of ATT&CK techniques",
        Format::Xapi => "What was done and how well, for a learning record store",
        Format::Ics => "When corrective actions are due, for a calendar",
    }
}

/// The name of a verdict.
#[must_use]
pub(super) const fn verdict(verdict: Verdict) -> &'static str {
    verdict.name()
}

/// What a verdict says.
#[must_use]
pub(super) const fn verdict_tip(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::TruePositive => "The sensor is right: this is an attack",
        Verdict::FalsePositive => "The sensor is wrong: what it reports did not happen",
        Verdict::Benign => "It happened, and is allowed",
        Verdict::Indeterminate => "It can't be told from what is left",
    }
}

/// All verdicts, in the order in which they are offered.
pub(super) const VERDICTS: [Verdict; 4] = [
    Verdict::TruePositive,
    Verdict::FalsePositive,
    Verdict::Benign,
    Verdict::Indeterminate,
];

/// The name of an asset's state.
#[must_use]
pub(super) const fn status(status: AssetStatus) -> &'static str {
    match status {
        AssetStatus::Online => "Online",
        AssetStatus::Isolated => "Isolated",
        AssetStatus::Off => "Off",
        AssetStatus::Restoring => "Restoring",
    }
}

/// The sign of an asset's state.
#[must_use]
pub(super) const fn status_icon(status: AssetStatus) -> MaterialIcon {
    match status {
        AssetStatus::Online => ICON_CHECK_CIRCLE,
        AssetStatus::Isolated => ICON_LINK_OFF,
        AssetStatus::Off => ICON_POWER_SETTINGS_NEW,
        AssetStatus::Restoring => ICON_AUTORENEW,
    }
}

/// What kind of asset it is.
#[must_use]
pub(super) const fn asset_kind(kind: AssetKind) -> (&'static str, MaterialIcon) {
    match kind {
        AssetKind::Edge => ("Edge device", ICON_ROUTER),
        AssetKind::Server => ("Server", ICON_DNS),
        AssetKind::Database => ("Database", ICON_STORAGE),
        AssetKind::Workstation => ("Workstation", ICON_COMPUTER),
        AssetKind::Pipeline => ("Build and deployment", ICON_CONVEYOR_BELT),
        AssetKind::Backup => ("Backup", ICON_BACKUP),
        AssetKind::Monitoring => ("Monitoring", ICON_MONITORING),
    }
}

/// What kind of sensor it is.
#[must_use]
pub(super) const fn sensor_kind(kind: SensorKind) -> &'static str {
    match kind {
        SensorKind::Ids => "Intrusion detection",
        SensorKind::Waf => "Web application firewall",
        SensorKind::Edr => "Endpoint detection",
        SensorKind::Antivirus => "Antivirus",
        SensorKind::FileIntegrity => "File integrity",
        SensorKind::Log => "Log rules",
        SensorKind::Flow => "Network flows",
        SensorKind::SignIn => "Sign-ins",
        SensorKind::Health => "Health and load",
        SensorKind::HelpDesk => "Help desk",
    }
}

/// The way an inject came.
#[must_use]
pub(super) const fn channel(channel: Channel) -> (&'static str, MaterialIcon) {
    match channel {
        Channel::Call => ("Call", ICON_CALL),
        Channel::Mail => ("Mail", ICON_MAIL),
        Channel::Chat => ("Chat", ICON_CHAT),
        Channel::News => ("News", ICON_NEWSPAPER),
        Channel::WalkIn => ("Walk-in", ICON_DIRECTIONS_WALK),
    }
}

/// What kind of foothold it is.
#[must_use]
pub(super) const fn foothold_kind(kind: FootholdKind) -> &'static str {
    match kind {
        FootholdKind::WebShell => "web shell",
        FootholdKind::Tunnel => "tunnel",
        FootholdKind::ScheduledJob => "scheduled job",
        FootholdKind::Implant => "implant",
        FootholdKind::Staging => "staged data",
    }
}

/// Whether a foothold is still there, as far as is known.
#[must_use]
pub(super) const fn foothold_view(view: FootholdView) -> &'static str {
    match view {
        FootholdView::Found => "found",
        FootholdView::Removed => "removed",
    }
}

/// The name of a course of action.
#[must_use]
pub(super) const fn course(course: Course) -> &'static str {
    match course {
        Course::Detect => "Detect",
        Course::Deny => "Deny",
        Course::Disrupt => "Disrupt",
        Course::Degrade => "Degrade",
        Course::Deceive => "Deceive",
        Course::Destroy => "Destroy",
    }
}

/// The name of a difficulty.
#[must_use]
pub(super) const fn difficulty(difficulty: Difficulty) -> &'static str {
    match difficulty {
        Difficulty::Introductory => "Introductory",
        Difficulty::Intermediate => "Intermediate",
        Difficulty::Advanced => "Advanced",
    }
}

/// What somebody does at an exercise.
#[must_use]
pub(super) const fn seat_kind(kind: SeatKind) -> &'static str {
    match kind {
        SeatKind::Participant => "Participant",
        SeatKind::Scribe => "Scribe",
        SeatKind::Facilitator => "Facilitator",
        SeatKind::Evaluator => "Evaluator",
        SeatKind::Observer => "Observer",
    }
}

/// The sign of a phase.
#[must_use]
pub(super) const fn phase_icon(phase: Phase) -> MaterialIcon {
    match phase {
        Phase::Preparation => ICON_INVENTORY_2,
        Phase::Investigate => ICON_SEARCH,
        Phase::Contain => ICON_SHIELD,
        Phase::Eradicate => ICON_CLEANING_SERVICES,
        Phase::Communicate => ICON_CAMPAIGN,
        Phase::Recover => ICON_RESTORE,
        Phase::LessonsLearned => ICON_SCHOOL,
    }
}

/// The exercise clock, with seconds: `T+0:05:30`.
#[must_use]
pub(super) fn clock(moment: Moment) -> String {
    let seconds = moment.as_ms().unsigned_abs() / 1_000;
    let sign = if moment.as_ms() < 0 { '-' } else { '+' };
    format!(
        "T{sign}{}:{:02}:{:02}",
        seconds / 3_600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// The exercise time of an event, to the minute: `T+0:05`.
#[must_use]
pub(super) fn minute(moment: Moment) -> String {
    let minutes = moment.as_ms().unsigned_abs() / 60_000;
    let sign = if moment.as_ms() < 0 { '-' } else { '+' };
    format!("T{sign}{}:{:02}", minutes / 60, minutes % 60)
}

/// The story's date and time of day at a moment: `Tue 3 Mar 2026 09:05`.
#[must_use]
pub(super) fn story(scenario: &Scenario, moment: Moment) -> String {
    let mut text = String::new();
    // Formatting a date into a string can only fail on a pattern that is wrong, and this one is not.
    let _ = write!(
        text,
        "{}",
        scenario.starts.at(moment).strftime("%a %-d %b %Y %H:%M")
    );
    text
}

/// So many milliseconds as people say it, or a dash.
#[must_use]
pub(super) fn duration_ms(ms: Option<u64>) -> String {
    ms.map_or_else(|| "–".to_owned(), |ms| Span::from_ms(ms).to_string())
}

/// The names of roles, in a row.
#[must_use]
pub(super) fn roles(scenario: &Scenario, roles: &[RoleId]) -> String {
    let names: Vec<&str> = roles
        .iter()
        .map(|id| {
            scenario
                .role(id)
                .map_or(id.as_str(), |role| role.name.as_str())
        })
        .collect();
    names.join(", ")
}

/// Whom an inject is for: the names of its roles, or everybody.
#[must_use]
pub(super) fn addressees(scenario: &Scenario, inject: &Inject) -> String {
    if inject.to.is_empty() {
        "Everybody".to_owned()
    } else {
        roles(scenario, &inject.to)
    }
}

/// So many lines: `1 line`, `1 234 lines`.
#[must_use]
pub(super) fn lines(n: u64) -> String {
    if n == 1 {
        "1 line".to_owned()
    } else {
        format!("{} lines", amount(n))
    }
}

/// The name of a log's format.
#[must_use]
pub(super) const fn log_format(format: LogFormat) -> &'static str {
    match format {
        LogFormat::NginxAccess => "nginx access log",
        LogFormat::NginxError => "nginx error log",
        LogFormat::ApacheAccess => "Apache access log",
        LogFormat::ApacheError => "Apache error log",
        LogFormat::SuricataEve => "Suricata, EVE JSON",
        LogFormat::ZeekConn => "Zeek, connections",
        LogFormat::ZeekHttp => "Zeek, HTTP",
        LogFormat::WazuhAlerts => "Wazuh, changes of files",
        LogFormat::Auditd => "Linux audit log",
        LogFormat::SysmonLinux => "Sysmon for Linux",
        LogFormat::Clamd => "ClamAV",
        LogFormat::SquidAccess => "Squid access log",
        LogFormat::Firewall => "Firewall, refused packets",
        LogFormat::Syslog => "Syslog",
        LogFormat::PostgresAudit => "PostgreSQL audit log",
        LogFormat::Mactime => "Timeline of a disk",
        LogFormat::WindowsSecurity => "Windows, security events",
        LogFormat::SysmonWindows => "Sysmon on Windows",
        LogFormat::ZeekDns => "Zeek, DNS",
        LogFormat::CloudSignIns => "Identity provider, sign-ins",
        LogFormat::OfficeAudit => "Office suite, audit log",
        LogFormat::GitAudit => "Source code server, audit log",
    }
}

/// A refusal with identifiers, written `` `so` ``, replaced by the names people know.
#[must_use]
pub(super) fn named(scenario: &Scenario, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, part) in text.split('`').enumerate() {
        let name = (i % 2 == 1).then(|| Id::new(part).ok()).flatten();
        match name.and_then(|id| any_name(scenario, &id)) {
            Some(name) => out.push_str(&name),
            None => out.push_str(part),
        }
    }
    sentence(&out)
}

fn any_name(scenario: &Scenario, id: &Id) -> Option<String> {
    let action = scenario
        .actions
        .iter()
        .find(|x| x.id.id() == id)
        .map(|x| &x.name);
    let alert = || {
        scenario
            .alerts
            .iter()
            .find(|x| x.id.id() == id)
            .map(|x| &x.title)
    };
    let message = || {
        scenario
            .messages
            .iter()
            .find(|x| x.id.id() == id)
            .map(|x| &x.subject)
    };
    action
        .or_else(alert)
        .or_else(message)
        .cloned()
        .or_else(|| name_of(scenario, id))
}

/// A name as an identifier: small letters, digits and dashes.
#[must_use]
pub(super) fn identifier(name: &str) -> Option<Id> {
    let mut text = String::new();
    for letter in name.trim().chars().take(crate::base::id::LONGEST_ID) {
        let letter = letter.to_ascii_lowercase();
        if letter.is_ascii_lowercase() || letter.is_ascii_digit() {
            text.push(letter);
        } else if !text.ends_with('-') && !text.is_empty() {
            text.push('-');
        }
    }
    Id::new(text.trim_end_matches('-')).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_read_well() {
        assert_eq!(amount(1_234_567), "1\u{a0}234\u{a0}567");
        assert_eq!(amount(12), "12");
        assert_eq!(lines(1), "1 line");
        assert_eq!(bytes(3_456_789), "3.4 MB");
        assert_eq!(bytes(999), "999 B");
        assert_eq!(clock(Moment::from_ms(3_725_000)), "T+1:02:05");
        assert_eq!(
            identifier(" Block & rotate!")
                .map(|id| id.to_string())
                .as_deref(),
            Some("block-rotate")
        );
        assert!(identifier(" !! ").is_none());
    }
}

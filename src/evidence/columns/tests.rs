use proptest::prelude::*;

use super::*;
use crate::evidence::activity::{Activity, FlowState};
use crate::evidence::format::testing::{AT, FORMATS, Stage, is_json, refused};
use crate::scenario::{FileEvent, SignInBy};

/// Checks fields of the line at a place among those of an activity.
fn check(
    format: LogFormat,
    place: usize,
    activity: impl FnOnce(&Stage) -> Activity<'_>,
    fields: &[(&str, &str)],
) {
    let stage = Stage::new();
    let lines = stage.lines(format, &activity(&stage));
    let line = lines[place].as_bytes();
    let cells = cells(format, line);
    assert_eq!(cells.len(), columns(format).len());
    for (name, value) in fields {
        let found = field(format, line, name).unwrap_or_default();
        assert_eq!(found, *value, "{format:?} {name} in {}", lines[place]);
        if let Some(at) = columns(format).iter().position(|own| own.name == *name) {
            assert_eq!(cells[at], *value, "{format:?} {name}");
        }
    }
}

fn web(stage: &Stage) -> Activity<'_> {
    stage.web("2001:db8:7::12")
}

#[test]
fn web_lines_give_back_the_request() {
    let request = [
        ("src_ip", "2001:db8:7::12"),
        ("method", "POST"),
        ("path", "/upload.php?to=a\"b\\c\u{e4}"),
        ("status", "200"),
        ("agent", "Fetch/1.0 \"beta\""),
        ("referrer", ""),
    ];
    check(LogFormat::NginxAccess, 0, web, &request);
    check(
        LogFormat::NginxAccess,
        0,
        web,
        &[("bytes", "57"), ("user", "")],
    );
    check(LogFormat::ApacheAccess, 0, web, &request);
    check(LogFormat::ZeekHttp, 0, web, &request);
    check(
        LogFormat::ZeekHttp,
        0,
        web,
        &[
            ("host", "shop.example"),
            ("bytes", "57"),
            ("sent", "700"),
            ("file", "logo.php"),
            ("id.orig_p", "40100"),
            ("origin", ""),
        ],
    );
    check(
        LogFormat::SuricataEve,
        2,
        web,
        &[
            ("event", "http"),
            ("method", "POST"),
            ("path", "/upload.php?to=a\"b\\c\u{e4}"),
            ("status", "200"),
            ("agent", "Fetch/1.0 \"beta\""),
            ("src_ip", "2001:0db8:0007:0000:0000:0000:0000:0012"),
            ("flow_id", "77"),
            ("http.length", "57"),
            ("tx_id", "0"),
        ],
    );
    check(
        LogFormat::SuricataEve,
        0,
        web,
        &[
            ("event", "alert"),
            ("signature", "DRILL upload of a \"script\""),
            ("file", "logo.php"),
            ("sid", "9000101"),
            ("alert.metadata.mitre_technique_id.1", "T1190"),
        ],
    );
    check(
        LogFormat::NginxError,
        1,
        web,
        &[
            ("time", "2026/03/02 08:15:31"),
            ("level", "error"),
            ("src_ip", "2001:db8:7::12"),
            ("method", "GET"),
            ("path", "/img/none.png?v=2"),
            (
                "message",
                "open() \"/var/www/html/img/none.png\" failed (2: No such file or directory)",
            ),
            ("host", "shop.example"),
        ],
    );
    check(
        LogFormat::ApacheError,
        0,
        web,
        &[
            ("time", "Mon Mar 02 08:15:30.370125 2026"),
            ("level", "php:warn"),
            ("src_ip", "2001:db8:7::12"),
            ("src_port", "40100"),
            (
                "message",
                "PHP Warning:  Undefined array key \"to\" in /var/www/html/upload.php on line 7",
            ),
        ],
    );
}

#[test]
fn network_lines_give_back_the_connection() {
    let sent = [
        ("src_ip", "10.30.0.11"),
        ("src_port", "44001"),
        ("dest_ip", "192.0.2.44"),
        ("dest_port", "443"),
        ("host", "files.store.example"),
    ];
    check(
        LogFormat::SuricataEve,
        4,
        |stage| stage.connection(FlowState::Closed),
        &sent,
    );
    check(
        LogFormat::SuricataEve,
        1,
        |stage| stage.connection(FlowState::Closed),
        &[("answer", "192.0.2.44"), ("host", "files.store.example")],
    );
    check(
        LogFormat::ZeekConn,
        1,
        |stage| stage.connection(FlowState::Open),
        &[
            ("time", "1772439330.250125"),
            ("dest_ip", "192.0.2.44"),
            ("service", "ssl"),
            ("duration", "30.000000"),
            ("sent", "5000000"),
            ("received", "9000"),
            ("state", "S1"),
            ("local_orig", "T"),
        ],
    );
    check(
        LogFormat::SquidAccess,
        0,
        |stage| stage.proxied(false),
        &[
            ("time", "1772439330.250"),
            ("src_ip", "10.30.0.11"),
            ("method", "CONNECT"),
            ("url", "files.store.example:443"),
            ("status", "200"),
            ("result", "TCP_TUNNEL"),
            ("bytes", "2712"),
            ("duration", "1279"),
            ("dest_ip", "192.0.2.44"),
        ],
    );
    check(
        LogFormat::Firewall,
        0,
        |_| refused("203.0.113.9", "10.30.0.11"),
        &[
            ("time", "Mar  2 08:15:30"),
            ("action", "BLOCK"),
            ("src_ip", "203.0.113.9"),
            ("src_port", "40100"),
            ("dest_ip", "10.30.0.11"),
            ("dest_port", "80"),
            ("proto", "TCP"),
            ("WINDOW", "64240"),
        ],
    );
}

#[test]
fn host_lines_give_back_what_happened() {
    fn started(stage: &Stage) -> Activity<'_> {
        stage.process("sh -c 'id && uname -a'", false)
    }
    check(
        LogFormat::Auditd,
        0,
        started,
        &[
            ("time", "1772439330.250"),
            ("serial", "5120"),
            ("type", "SYSCALL"),
            ("user", "www-data"),
            ("exe", "/usr/bin/dash"),
            ("pid", "21017"),
            ("ppid", "1288"),
            ("success", "yes"),
            ("key", "web_exec"),
            ("euid", "33"),
        ],
    );
    for place in [1, 5] {
        check(
            LogFormat::Auditd,
            place,
            started,
            &[("command", "sh -c id && uname -a")],
        );
    }
    check(
        LogFormat::SysmonLinux,
        0,
        started,
        &[
            ("time", "2026-03-02 08:15:30.250"),
            ("host", "shop-web"),
            ("event", "1"),
            ("user", "www-data"),
            ("exe", "/usr/bin/dash"),
            ("command", "sh -c 'id && uname -a'"),
            ("parent", "/usr/sbin/apache2"),
            ("pid", "21017"),
            ("IntegrityLevel", "no level"),
        ],
    );
}

#[test]
fn lines_about_files_and_data_give_them_back() {
    check(
        LogFormat::WazuhAlerts,
        0,
        |stage| stage.file(FileEvent::Modified, AT),
        &[
            ("host", "shop-web"),
            ("event", "modified"),
            ("file", "/var/www/html/media/logo.php"),
            ("user", "www-data"),
            ("bytes", "412"),
            ("md5", "1a"),
            ("sha256_before", "0c"),
            ("rule.id", "550"),
        ],
    );
    check(
        LogFormat::Mactime,
        0,
        |stage| stage.file(FileEvent::Read, AT),
        &[
            ("time", "2026-03-02T08:15:30Z"),
            ("times", ".a.."),
            ("file", "/var/www/html/media/logo.php"),
            ("bytes", "412"),
            ("inode", "131072"),
        ],
    );
    check(
        LogFormat::Clamd,
        0,
        Stage::detection,
        &[
            ("time", "Mon Mar  2 08:15:30 2026"),
            ("file", "/var/www/html/media/logo.php"),
            ("signature", "PHP.Webshell.Drill-1.UNOFFICIAL"),
            ("md5", "0123456789abcdef0123456789abcdef"),
            ("bytes", "412"),
        ],
    );
    check(
        LogFormat::PostgresAudit,
        0,
        Stage::query,
        &[
            ("time", "2026-03-02 08:15:30.250 UTC"),
            ("user", "shop"),
            ("database", "orders"),
            ("program", "psql"),
            ("class", "READ"),
            ("command", "SELECT"),
            ("table", "public.customers"),
            ("rows", "31000"),
            (
                "statement",
                "COPY (SELECT id, \"name\" FROM customers) TO STDOUT",
            ),
            ("pid", "4410"),
        ],
    );
}

#[test]
fn syslog_lines_give_back_account_and_address() {
    for (place, fails) in [
        (0, false),
        (2, false),
        (3, false),
        (0, true),
        (1, true),
        (2, true),
    ] {
        check(
            LogFormat::Syslog,
            place,
            |stage| stage.ssh(SignInBy::Password, fails),
            &[
                ("host", "shop-web"),
                ("program", "sshd"),
                ("pid", "3301"),
                ("src_ip", "10.30.7.7"),
            ],
        );
    }
    for (place, fails) in [
        (0, false),
        (1, false),
        (3, false),
        (4, false),
        (1, true),
        (2, true),
    ] {
        check(
            LogFormat::Syslog,
            place,
            |stage| stage.ssh(SignInBy::Password, fails),
            &[("user", "deploy")],
        );
    }
    check(
        LogFormat::Syslog,
        0,
        Stage::message,
        &[
            ("program", "CRON"),
            ("message", "(root) CMD (/usr/local/bin/rotate --now)"),
        ],
    );
}

#[test]
fn events_of_windows_give_back_what_happened() {
    check(
        LogFormat::WindowsSecurity,
        0,
        |stage| stage.windows("HARBOUR\\c.ferro", "10.30.7.14", SignInBy::Network, true),
        &[
            ("time", "2026-03-02T08:15:30.250125Z"),
            ("host", "FS-01"),
            ("event", "4625"),
            ("user", "c.ferro"),
            ("domain", "HARBOUR"),
            ("type", "3"),
            ("src_ip", "10.30.7.14"),
            ("status", "0xc000006a"),
            ("exe", ""),
            ("FailureReason", "%%2313"),
            ("Event.EventData.KeyLength", "0"),
            ("Channel", "Security"),
        ],
    );
    check(
        LogFormat::WindowsSecurity,
        0,
        |stage| stage.windows_process("HARBOUR\\c.ferro"),
        &[
            ("event", "4688"),
            ("user", "c.ferro"),
            ("exe", "C:\\Windows\\System32\\cmd.exe"),
            ("command", "cmd.exe /c \"dir C:\\Users\""),
            ("parent", "C:\\Windows\\explorer.exe"),
            ("pid", "0x1770"),
        ],
    );
    check(
        LogFormat::WindowsSecurity,
        0,
        |stage| stage.windows_file(FileEvent::Read),
        &[
            ("event", "4663"),
            ("user", "c.ferro"),
            ("file", "D:\\Shares\\Claims\\a \"b\".pdf"),
            ("access", "0x1"),
        ],
    );
    check(
        LogFormat::WindowsSecurity,
        0,
        Stage::service,
        &[
            ("event", "7045"),
            ("service", "UpdateHelper"),
            ("exe", "C:\\ProgramData\\helper.exe -run"),
            ("user", "LocalSystem"),
            ("channel", "System"),
        ],
    );
    check(
        LogFormat::SysmonWindows,
        0,
        |stage| stage.lookup(Some("203.0.113.9")),
        &[
            ("time", "2026-03-02 08:15:30.252"),
            ("event", "22"),
            ("query", "relay.boxhaven.example"),
            ("answer", "::ffff:203.0.113.9;"),
            ("exe", "C:\\ProgramData\\helper.exe"),
            ("user", "NT AUTHORITY\\SYSTEM"),
            ("QueryStatus", "0"),
        ],
    );
    check(
        LogFormat::SysmonWindows,
        1,
        |stage| stage.connection(FlowState::Closed),
        &[
            ("event", "3"),
            ("src_ip", "10.30.0.11"),
            ("dest_ip", "192.0.2.44"),
            ("dest_port", "443"),
        ],
    );
}

#[test]
fn lines_of_services_give_back_who_did_what() {
    check(
        LogFormat::ZeekDns,
        0,
        |stage| stage.lookup(Some("203.0.113.9")),
        &[
            ("time", "1772439330.250125"),
            ("src_ip", "10.30.2.11"),
            ("dest_ip", "10.30.0.2"),
            ("host", "relay.boxhaven.example"),
            ("query", "relay.boxhaven.example"),
            ("type", "A"),
            ("status", "NOERROR"),
            ("answer", "203.0.113.9"),
        ],
    );
    check(
        LogFormat::ZeekDns,
        0,
        |stage| stage.lookup(None),
        &[("status", "NXDOMAIN"), ("answer", ""), ("ttl", "")],
    );
    check(
        LogFormat::CloudSignIns,
        0,
        |stage| stage.cloud("Invalid username or password"),
        &[
            ("time", "2026-03-02T08:15:30.250Z"),
            ("user", "c.ferro@harbour.example"),
            ("app", "VPN"),
            ("src_ip", "203.0.113.9"),
            ("city", "Lisbon"),
            ("country", "PT"),
            ("status", "50126"),
            ("reason", "Invalid username or password"),
            ("factor", "singleFactorAuthentication"),
            ("deviceDetail.browser", "Firefox"),
        ],
    );
    check(
        LogFormat::OfficeAudit,
        0,
        |stage| stage.audited("New-InboxRule"),
        &[
            ("time", "2026-03-02T08:15:30"),
            ("user", "c.ferro@harbour.example"),
            ("src_ip", "203.0.113.9"),
            ("operation", "New-InboxRule"),
            ("object", "web\\shop \"x\"/y"),
            ("workload", "Exchange"),
            ("Parameters.1.Value", "RSS \"Feeds\""),
        ],
    );
    check(
        LogFormat::GitAudit,
        0,
        |stage| stage.audited("project_export_created"),
        &[
            ("user", "c.ferro@harbour.example"),
            ("src_ip", "203.0.113.9"),
            ("operation", "project_export_created"),
            ("object", "web\\shop \"x\"/y"),
            ("details.Name", "."),
        ],
    );
}

#[test]
fn addresses_have_their_spellings() {
    assert_eq!(
        spellings("2001:db8:7::12"),
        ["2001:db8:7::12", "2001:0db8:0007:0000:0000:0000:0000:0012"]
    );
    assert_eq!(
        spellings("2001:0db8:0007:0000:0000:0000:0000:0012"),
        spellings("2001:db8:7::12")
    );
    assert_eq!(spellings("10.0.0.1"), ["10.0.0.1"]);
}

#[test]
fn tables_fit_their_sources() {
    assert_eq!(tables::ZEEK_CONN.len(), tables::ZEEK_CONN_FIELDS.len());
    assert_eq!(tables::ZEEK_HTTP.len(), tables::ZEEK_HTTP_FIELDS.len());
    assert_eq!(tables::ZEEK_DNS.len(), tables::ZEEK_DNS_FIELDS.len());
    for format in FORMATS {
        let columns = columns(format);
        let paths = if is_json(format) { columns.len() } else { 0 };
        assert_eq!(tables::paths(format).len(), paths, "{format:?}");
        assert_eq!(columns.first().map(|column| column.name), Some("time"));
        assert!(columns.iter().any(|column| column.pivot), "{format:?}");
        for (place, column) in columns.iter().enumerate() {
            let before = columns.iter().take(place);
            assert!(before.clone().all(|other| other.name != column.name));
        }
    }
}

#[test]
fn torn_lines_can_be_split() {
    let stage = Stage::new();
    for format in FORMATS {
        for activity in stage.all() {
            for line in stage.lines(format, &activity) {
                let line = line.as_bytes();
                for cut in (0..line.len()).step_by(3) {
                    for torn in [&line[..cut], &line[cut..]] {
                        assert_eq!(cells(format, torn).len(), columns(format).len());
                    }
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_can_be_split(
        bytes in proptest::collection::vec(
            prop_oneof![any::<u8>(), proptest::sample::select(&b"\"\\{}[],:= \t\x1d()x-<>"[..])],
            0..120,
        ),
        name in "[a-z_.0-9]{0,12}",
    ) {
        for format in FORMATS {
            prop_assert_eq!(cells(format, &bytes).len(), columns(format).len());
            let _native = field(format, &bytes, &name);
            for column in columns(format) {
                let _own = field(format, &bytes, column.name);
            }
        }
    }
}

//! Each format against lines checked by hand.

use serde_json::Value;

use super::ZeekLog;
use super::testing::{AT, FORMATS, Stage, is_json, refused};
use crate::evidence::activity::{Activity, FlowState};
use crate::evidence::stamp::Stamp;
use crate::scenario::{FileEvent, LogFormat, SignInBy};

fn lines(format: LogFormat, activity: impl FnOnce(&Stage) -> Activity<'_>) -> Vec<String> {
    let stage = Stage::new();
    stage.lines(format, &activity(&stage))
}

#[test]
fn nginx_writes_requests_when_they_are_answered() {
    assert_eq!(
        lines(LogFormat::NginxAccess, |stage| stage.web("203.0.113.9")),
        [
            r#"203.0.113.9 - - [02/Mar/2026:08:15:30 +0000] "POST /upload.php?to=a\x22b\x5Cc\xC3\xA4 HTTP/1.1" 200 57 "-" "Fetch/1.0 \x22beta\x22""#,
            r#"203.0.113.9 - - [02/Mar/2026:08:15:31 +0000] "GET /img/none.png?v=2 HTTP/1.1" 404 153 "https://shop.example/start" "-""#,
        ]
    );
    assert_eq!(
        lines(LogFormat::NginxError, |stage| stage.web("203.0.113.9")),
        [
            r#"2026/03/02 08:15:30 [error] 1203#1203: *9757320 FastCGI sent in stderr: "PHP message: PHP Warning:  Undefined array key "to" in /var/www/html/upload.php on line 7" while reading response header from upstream, client: 203.0.113.9, server: shop.example, request: "POST /upload.php?to=a"b\cä HTTP/1.1", upstream: "fastcgi://unix:/run/php/php8.2-fpm.sock:", host: "shop.example""#,
            r#"2026/03/02 08:15:31 [error] 1203#1203: *9757320 open() "/var/www/html/img/none.png" failed (2: No such file or directory), client: 203.0.113.9, server: shop.example, request: "GET /img/none.png?v=2 HTTP/1.1", host: "shop.example", referrer: "https://shop.example/start""#,
        ]
    );
}

#[test]
fn apache_counts_headers_and_escapes_in_its_own_way() {
    assert_eq!(
        lines(LogFormat::ApacheAccess, |stage| stage.web("2001:db8:7::12")),
        [
            r#"2001:db8:7::12 - - [02/Mar/2026:08:15:30 +0000] "POST /upload.php?to=a\"b\\c\xc3\xa4 HTTP/1.1" 200 317 "-" "Fetch/1.0 \"beta\"""#,
            r#"2001:db8:7::12 - - [02/Mar/2026:08:15:31 +0000] "GET /img/none.png?v=2 HTTP/1.1" 404 413 "https://shop.example/start" "-""#,
        ]
    );
    assert_eq!(
        lines(LogFormat::ApacheError, |stage| stage.web("203.0.113.9")),
        [
            r#"[Mon Mar 02 08:15:30.370125 2026] [php:warn] [pid 1847:tid 1847] [client 203.0.113.9:40100] PHP Warning:  Undefined array key "to" in /var/www/html/upload.php on line 7"#
        ]
    );
}

#[test]
fn suricata_tells_of_alert_file_request_and_flow() {
    let written = lines(LogFormat::SuricataEve, |stage| stage.web("203.0.113.9"));
    let start = r#"{"timestamp":"2026-03-02T08:15:30.370125+0000","flow_id":77,"in_iface":"enp1s0","event_type":"#;
    let ends = r#","src_ip":"203.0.113.9","src_port":40100,"dest_ip":"10.30.0.11","dest_port":80,"proto":"TCP""#;
    let packet = r#","pkt_src":"wire/pcap","community_id":"1:3FXJq6XYn4DDaU0GlgTXSD2xfWA=""#;
    let http = r#","http":{"hostname":"shop.example","url":"/upload.php?to=a\"b\\cä","http_user_agent":"Fetch/1.0 \"beta\"","http_content_type":"text/html","http_method":"POST","protocol":"HTTP/1.1","status":200,"length":57}"#;
    let file = r#""gaps":false,"state":"CLOSED","md5":"0123456789abcdef0123456789abcdef","sha256":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","stored":false,"size":412,"tx_id":0}"#;
    assert_eq!(
        written,
        [
            format!(
                r#"{start}"alert"{ends}{packet},"tx_id":0,"alert":{{"action":"allowed","gid":1,"signature_id":9000101,"rev":3,"signature":"DRILL upload of a \"script\"","category":"Web Application Attack","severity":1,"metadata":{{"mitre_technique_id":["T1505_003","T1190"]}}}}{http},"files":[{{"filename":"logo.php",{file}],"app_proto":"http","direction":"to_server","flow":{{"pkts_toserver":4,"pkts_toclient":2,"bytes_toserver":1254,"bytes_toclient":431,"start":"2026-03-02T08:15:30.248225+0000","src_ip":"203.0.113.9","dest_ip":"10.30.0.11","src_port":40100,"dest_port":80}}}}"#
            ),
            format!(
                r#"{start}"fileinfo"{ends}{packet}{http},"app_proto":"http","fileinfo":{{"filename":"logo.php","magic":"ASCII text",{file}}}"#
            ),
            format!(r#"{start}"http"{ends}{packet},"tx_id":0{http}}}"#),
            format!(
                r#"{{"timestamp":"2026-03-02T08:15:31.151125+0000","flow_id":77,"in_iface":"enp1s0","event_type":"http"{ends}{packet},"tx_id":1,"http":{{"hostname":"shop.example","url":"/img/none.png?v=2","http_content_type":"text/html","http_refer":"https://shop.example/start","http_method":"GET","protocol":"HTTP/1.1","status":404,"length":153}}}}"#
            ),
            format!(
                r#"{{"timestamp":"2026-03-02T08:15:31.155125+0000","flow_id":77,"in_iface":"enp1s0","event_type":"flow"{ends},"app_proto":"http","flow":{{"pkts_toserver":7,"pkts_toclient":6,"bytes_toserver":1754,"bytes_toclient":1084,"start":"2026-03-02T08:15:30.248225+0000","end":"2026-03-02T08:15:31.155125+0000","age":1,"state":"closed","reason":"timeout","alerted":true}},"community_id":"1:3FXJq6XYn4DDaU0GlgTXSD2xfWA=","tcp":{{"tcp_flags":"1b","tcp_flags_ts":"1b","tcp_flags_tc":"1b","syn":true,"fin":true,"psh":true,"ack":true,"state":"closed","ts_max_regions":1,"tc_max_regions":1}}}}"#
            ),
        ]
    );
}

#[test]
fn suricata_tells_of_names_and_handshakes() {
    let stage = Stage::new();
    let events = |state| -> Vec<Value> {
        stage
            .lines(LogFormat::SuricataEve, &stage.connection(state))
            .iter()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let kinds = |events: &[Value]| -> Vec<String> {
        events
            .iter()
            .map(|event| event["event_type"].as_str().unwrap().to_owned())
            .collect()
    };
    let closed = events(FlowState::Closed);
    assert_eq!(
        kinds(&closed),
        ["dns", "dns", "flow", "alert", "tls", "flow"]
    );
    assert_eq!(closed[1]["dns"]["answers"][0]["rdata"], "192.0.2.44");
    assert_eq!(closed[0]["dns"]["id"], closed[1]["dns"]["id"]);
    assert_eq!(closed[2]["flow"]["bytes_toserver"], 37 + 42);
    assert_eq!(closed[3]["tls"]["sni"], "files.store.example");
    assert_eq!(closed[3]["tls"]["ja3"], closed[4]["tls"]["ja3"]);
    assert_eq!(closed[5]["flow"]["age"], 30);
    let open = events(FlowState::Open);
    assert_eq!(kinds(&open), ["dns", "dns", "flow", "alert", "flow"]);
    assert_eq!(open[4]["flow"]["state"], "established");
}

#[test]
fn zeek_has_as_many_values_as_fields() {
    let stage = Stage::new();
    for (format, log) in [
        (LogFormat::ZeekConn, ZeekLog::Conn),
        (LogFormat::ZeekHttp, ZeekLog::Http),
        (LogFormat::ZeekDns, ZeekLog::Dns),
    ] {
        let head = String::from_utf8(super::head(format, AT)).unwrap();
        let of = |mark: &str| {
            head.lines()
                .find_map(|line| line.strip_prefix(mark))
                .unwrap()
                .split('\t')
                .count()
        };
        let count = super::zeek_fields(log).count();
        assert_eq!(of("#fields\t"), count);
        assert_eq!(of("#types\t"), count);
        assert!(head.contains("#open\t2026-03-02-08-15-30\n"), "{head}");
        assert!(head.starts_with("#separator \\x09\n#set_separator\t,\n"));
        for activity in stage.all() {
            for line in stage.lines(format, &activity) {
                assert_eq!(line.split('\t').count(), count, "{line}");
            }
        }
    }
    assert_eq!(
        super::foot(LogFormat::ZeekConn, AT),
        b"#close\t2026-03-02-08-15-30\n"
    );
}

#[test]
fn zeek_names_a_connection_alike_in_both_logs() {
    let conn = lines(LogFormat::ZeekConn, |stage| stage.web("203.0.113.9"));
    assert_eq!(
        conn,
        [
            "1772439330.248225\tCnkz52CRsUqFJvbvBV\t203.0.113.9\t40100\t10.30.0.11\t80\ttcp\thttp\t0.906900\t1340\t730\tSF\tF\tT\t0\tShADadFf\t7\t1624\t6\t974\t-\t6"
        ]
    );
    let http = lines(LogFormat::ZeekHttp, |stage| stage.web("203.0.113.9"));
    assert_eq!(http.len(), 2);
    assert!(http[0].starts_with("1772439330.250125\tCnkz52CRsUqFJvbvBV\t203.0.113.9\t40100\t10.30.0.11\t80\t1\tPOST\tshop.example\t/upload.php?to=a\"b\\\\cä\t-\t1.1\tFetch/1.0 \"beta\"\t-\t700\t57\t200\tOK\t-\t-\t(empty)\t-\t-\t-\tF"), "{}", http[0]);
    assert!(http[0].contains("\tlogo.php\ttext/plain\tF"));
    let open = lines(LogFormat::ZeekConn, |stage| {
        stage.connection(FlowState::Open)
    });
    assert!(open[0].contains("\tudp\tdns\t0.008000\t37\t53\tSF\tT\tT\t0\tDd\t1\t65\t1\t81\t-\t17"));
    assert!(open[1].contains("\tS1\tT\tF\t0\tShADad\t"), "{}", open[1]);
    let proxied = lines(LogFormat::ZeekConn, |stage| stage.proxied(false));
    assert!(proxied[0].contains("\t10.30.0.5\t3128\ttcp\thttp\t1.279000\t40820\t2751\tSF\tT\tT\t"));
}

#[test]
fn wazuh_writes_texts_and_only_what_differs() {
    let added = lines(LogFormat::WazuhAlerts, |stage| {
        stage.file(FileEvent::Added, AT)
    });
    let json: Value = serde_json::from_str(&added[0]).unwrap();
    assert_eq!(json["rule"]["id"], "554");
    assert_eq!(json["agent"]["id"], "003");
    assert_eq!(json["syscheck"]["size_after"], "412");
    assert_eq!(json["syscheck"]["inode_after"], 131_072);
    assert_eq!(
        json["full_log"],
        "File '/var/www/html/media/logo.php' added\nMode: realtime\n"
    );
    let modified = lines(LogFormat::WazuhAlerts, |stage| {
        stage.file(FileEvent::Modified, AT)
    });
    assert_eq!(
        modified[0].split_once("\"full_log\":").unwrap().1,
        r#""File '/var/www/html/media/logo.php' modified\nMode: realtime\nChanged attributes: size,mtime,md5,sha1,sha256\nSize changed from '400' to '412'\nOld modification time was: '1772352930', now it is '1772439330'\nOld md5sum was: '0a'\nNew md5sum is : '1a'\nOld sha1sum was: '0b'\nNew sha1sum is : '1b'\nOld sha256sum was: '0c'\nNew sha256sum is : '1c'\n","syscheck":{"path":"/var/www/html/media/logo.php","mode":"realtime","size_before":"400","size_after":"412","perm_after":"rw-r--r--","uid_after":"33","gid_after":"33","md5_before":"0a","md5_after":"1a","sha1_before":"0b","sha1_after":"1b","sha256_before":"0c","sha256_after":"1c","uname_after":"www-data","gname_after":"www-data","mtime_before":"2026-03-01T08:15:30","mtime_after":"2026-03-02T08:15:30","inode_after":131072,"changed_attributes":["size","mtime","md5","sha1","sha256"],"event":"modified"},"decoder":{"name":"syscheck_integrity_changed"},"location":"syscheck"}"#
    );
    let read = lines(LogFormat::WazuhAlerts, |stage| {
        stage.file(FileEvent::Read, AT)
    });
    assert!(read.is_empty());
}

#[test]
fn auditd_writes_an_event_as_records() {
    let records = lines(LogFormat::Auditd, |stage| {
        stage.process("sh -c 'id; uname -a'", false)
    });
    assert_eq!(records.len(), 6);
    assert!(
        records[0].starts_with("type=SYSCALL msg=audit(1772439330.250:5120): arch=c000003e syscall=59 success=yes exit=0 a0=55"),
        "{}",
        records[0]
    );
    assert!(records[0].contains(" ppid=1288 pid=21017 auid=4294967295 uid=33 gid=33 euid=33 suid=33 fsuid=33 egid=33 sgid=33 fsgid=33 tty=(none) ses=4294967295 comm=\"sh\" exe=\"/usr/bin/dash\" subj=unconfined key=\"web_exec\"\u{1d}ARCH=x86_64 SYSCALL=execve AUID=\"unset\" UID=\"www-data\" "));
    assert_eq!(
        records[1],
        "type=EXECVE msg=audit(1772439330.250:5120): argc=3 a0=\"sh\" a1=\"-c\" a2=69643B20756E616D65202D61"
    );
    assert_eq!(
        records[2],
        "type=CWD msg=audit(1772439330.250:5120): cwd=\"/var/www/html\""
    );
    assert!(
        records[3].contains("item=0 name=\"/bin/sh\" inode="),
        "{}",
        records[3]
    );
    assert!(records[4].ends_with("cap_frootid=0\u{1d}OUID=\"root\" OGID=\"root\""));
    assert!(
        records[5].ends_with("proctitle=7368002D630069643B20756E616D65202D61"),
        "{}",
        records[5]
    );
    let failed = lines(LogFormat::Auditd, |stage| {
        stage.process("nc 203.0.113.9 4444", true)
    });
    assert_eq!(failed.len(), 4);
    assert!(failed[0].contains("success=no exit=-2"));
}

#[test]
fn command_lines_are_parted_as_a_shell_does() {
    let of = |command| super::auditd::words(command).join("|");
    assert_eq!(of("tar -czf /tmp/a.tgz ."), "tar|-czf|/tmp/a.tgz|.");
    assert_eq!(of("sh -c \"a 'b' \\\"c\\\"\""), "sh|-c|a 'b' \"c\"");
    assert_eq!(of("  x  '' y\\ z "), "x||y z");
    assert_eq!(of(""), "");
}

#[test]
fn sysmon_writes_one_line_of_xml() {
    let started = lines(LogFormat::SysmonLinux, |stage| {
        stage.process("sh -c 'id && ls > /tmp/x'", false)
    });
    assert!(started[0].starts_with("Mar  2 08:15:30 shop-web sysmon: <Event><System><Provider Name=\"Linux-Sysmon\" Guid=\"{ff032593-a8d3-4f13-b0d6-01fc615a0f97}\"/><EventID>1</EventID><Version>5</Version>"));
    assert!(started[0].contains("<TimeCreated SystemTime=\"2026-03-02T08:15:30.250125000Z\"/>"));
    assert!(
        started[0].contains(
            "<Data Name=\"CommandLine\">sh -c 'id &amp;&amp; ls &gt; /tmp/x'</Data><Data Name=\"CurrentDirectory\">/var/www/html</Data>"
        )
    );
    assert!(started[0].contains("<Data Name=\"ParentImage\">/usr/sbin/apache2</Data>"));
    let created = lines(LogFormat::SysmonLinux, |stage| {
        stage.file(FileEvent::Added, AT)
    });
    assert!(
        created[0]
            .contains("<Data Name=\"TargetFilename\">/var/www/html/media/logo.php</Data><Data Name=\"CreationUtcTime\">2026-03-02 08:15:30.250</Data>")
    );
}

#[test]
fn short_formats_write_their_lines() {
    assert_eq!(
        lines(LogFormat::Clamd, Stage::detection),
        [
            "Mon Mar  2 08:15:30 2026 -> /var/www/html/media/logo.php: PHP.Webshell.Drill-1.UNOFFICIAL(0123456789abcdef0123456789abcdef:412) FOUND"
        ]
    );
    assert_eq!(
        lines(LogFormat::SquidAccess, |stage| stage.proxied(false)),
        [
            "1772439330.250   1279 10.30.0.11 TCP_TUNNEL/200 2712 CONNECT files.store.example:443 - HIER_DIRECT/192.0.2.44 -"
        ]
    );
    assert_eq!(
        lines(LogFormat::SquidAccess, |stage| stage.proxied(true)),
        [
            "1772439330.250   1279 10.30.0.11 TCP_DENIED/403 3872 CONNECT files.store.example:443 - HIER_NONE/- text/html"
        ]
    );
    let packet = lines(LogFormat::Firewall, |_| {
        refused("203.0.113.9", "10.30.0.11")
    });
    assert!(
        packet[0].starts_with("Mar  2 08:15:30 siem kernel: ["),
        "{}",
        packet[0]
    );
    assert!(packet[0].contains(
        ".250125] [BLOCK] IN=eth0 OUT=eth1 SRC=203.0.113.9 DST=10.30.0.11 LEN=60 TOS=0x00 PREC=0x00 TTL="
    ));
    assert!(
        packet[0]
            .contains(" ID=4711 DF PROTO=TCP SPT=40100 DPT=80 WINDOW=64240 RES=0x00 SYN URGP=0")
    );
    assert_eq!(
        lines(LogFormat::PostgresAudit, Stage::query),
        [
            "2026-03-02 08:15:30.250 UTC [4410] shop@orders psql LOG:  AUDIT: SESSION,2,1,READ,SELECT,TABLE,public.customers,\"COPY (SELECT id, \"\"name\"\" FROM customers) TO STDOUT\",<not logged>,31000"
        ]
    );
}

#[test]
fn syslog_tells_of_sessions_and_messages() {
    assert_eq!(
        lines(LogFormat::Syslog, |stage| stage
            .ssh(SignInBy::PublicKey, false)),
        [
            "Mar  2 08:15:30 shop-web sshd[3301]: Accepted publickey for deploy from 10.30.7.7 port 51000 ssh2: ED25519 SHA256:abcDEF",
            "Mar  2 08:15:30 shop-web sshd[3301]: pam_unix(sshd:session): session opened for user deploy(uid=1029) by (uid=0)",
            "Mar  2 08:16:30 shop-web sshd[3301]: Received disconnect from 10.30.7.7 port 51000:11: disconnected by user",
            "Mar  2 08:16:30 shop-web sshd[3301]: Disconnected from user deploy 10.30.7.7 port 51000",
            "Mar  2 08:16:30 shop-web sshd[3301]: pam_unix(sshd:session): session closed for user deploy",
        ]
    );
    assert_eq!(
        lines(LogFormat::Syslog, |stage| stage
            .ssh(SignInBy::Password, true)),
        [
            "Mar  2 08:15:30 shop-web sshd[3301]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=10.30.7.7  user=deploy",
            "Mar  2 08:15:30 shop-web sshd[3301]: Failed password for deploy from 10.30.7.7 port 51000 ssh2",
            "Mar  2 08:16:30 shop-web sshd[3301]: Connection closed by authenticating user deploy 10.30.7.7 port 51000 [preauth]",
        ]
    );
    assert_eq!(
        lines(LogFormat::Syslog, Stage::message),
        ["Mar  2 08:15:30 shop-web CRON[812]: (root) CMD (/usr/local/bin/rotate --now)"]
    );
}

#[test]
fn forged_times_stand_apart_in_a_timeline() {
    let forged = Stamp(AT.0 - 900_000_000_000);
    assert_eq!(
        lines(LogFormat::Mactime, |stage| stage
            .file(FileEvent::Added, forged)),
        [
            "2026-02-19T22:15:30Z,412,m...,r/rrw-r--r--,33,33,131072,\"/var/www/html/media/logo.php\"",
            "2026-03-02T08:15:30Z,412,.acb,r/rrw-r--r--,33,33,131072,\"/var/www/html/media/logo.php\"",
        ]
    );
    assert_eq!(
        lines(LogFormat::Mactime, |stage| stage.file(FileEvent::Added, AT)),
        [
            "2026-03-02T08:15:30Z,412,macb,r/rrw-r--r--,33,33,131072,\"/var/www/html/media/logo.php\""
        ]
    );
    assert_eq!(
        lines(LogFormat::Mactime, |stage| stage
            .file(FileEvent::Deleted, AT)),
        [
            "2026-03-02T08:15:30Z,412,m.c.,r/rrw-r--r--,33,33,131072,\"/var/www/html/media/logo.php (deleted)\""
        ]
    );
}

#[test]
fn timelines_of_windows_have_paths_of_windows() {
    assert_eq!(
        lines(LogFormat::Mactime, |stage| stage
            .windows_file(FileEvent::Read)),
        [
            "2026-03-02T08:15:30Z,412,.a..,r/rrwxrwxrwx,0,0,131072-128-1,\"D:\\Shares\\Claims\\a \"\"b\"\".pdf\""
        ]
    );
}

#[test]
fn names_are_asked_for_alike_in_all_sensors() {
    let dns = |answer| lines(LogFormat::ZeekDns, |stage| stage.lookup(answer));
    assert_eq!(
        dns(Some("203.0.113.9"))[0].split_once("\tudp\t").unwrap().1,
        "63954\t0.002000\trelay.boxhaven.example\t1\tC_INTERNET\t1\tA\t0\tNOERROR\tF\tF\tT\tT\t0\t203.0.113.9\t60.000000\tF"
    );
    assert!(dns(Some("2001:db8::9"))[0].contains("\t28\tAAAA\t0\tNOERROR\t"));
    assert!(dns(None)[0].ends_with("\t1\tA\t3\tNXDOMAIN\tF\tF\tT\tT\t0\t-\t-\tF"));
    let before = lines(LogFormat::ZeekDns, |stage| {
        stage.connection(FlowState::Closed)
    });
    assert!(before[0].contains("\tfiles.store.example\t1\tC_INTERNET\t1\tA\t0\tNOERROR\t"));
    assert!(before[0].contains("\t192.0.2.44\t"));
    let of = |answer| -> Vec<Value> {
        lines(LogFormat::SuricataEve, |stage| stage.lookup(answer))
            .iter()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let found = of(Some("203.0.113.9"));
    assert_eq!(found.len(), 3);
    assert_eq!(found[1]["dns"]["answers"][0]["rdata"], "203.0.113.9");
    let none = of(None);
    assert_eq!(none[1]["dns"]["rcode"], "NXDOMAIN");
    assert_eq!(none[1]["dns"]["flags"], "8183");
    assert!(none[1]["dns"]["answers"].is_null());
    let conn = lines(LogFormat::ZeekConn, |stage| stage.lookup(None));
    assert!(conn[0].contains("\tudp\tdns\t"), "{conn:?}");
}

#[test]
fn the_ways_of_windows_are_not_those_of_ssh() {
    for (by, service, port) in [
        (SignInBy::Network, "smb", 445),
        (SignInBy::RemoteDesktop, "rdp", 3_389),
    ] {
        let sign_in = |format| lines(format, |stage| stage.windows("c", "10.30.7.14", by, false));
        assert!(sign_in(LogFormat::Syslog).is_empty());
        assert_eq!(sign_in(LogFormat::WindowsSecurity).len(), 2);
        let conn = sign_in(LogFormat::ZeekConn);
        assert!(
            conn[0].contains(&format!("\t{port}\ttcp\t{service}\t")),
            "{conn:?}"
        );
        let eve: Value = serde_json::from_str(&sign_in(LogFormat::SuricataEve)[0]).unwrap();
        assert_eq!(eve["app_proto"], service);
        // Nobody on the network sees who sits at the console.
        for format in [LogFormat::ZeekConn, LogFormat::SuricataEve] {
            let seen = lines(format, |stage| stage.windows("c", "10.30.2.11", by, false));
            assert!(seen.is_empty());
        }
    }
    let ssh = lines(LogFormat::WindowsSecurity, |stage| {
        stage.ssh(SignInBy::Password, false)
    });
    assert!(ssh.is_empty());
}

#[test]
fn no_line_has_a_line_feed_and_all_json_can_be_read() {
    let stage = Stage::new();
    for format in FORMATS {
        let mut count = 0;
        for activity in stage.all() {
            for line in stage.lines(format, &activity) {
                count += 1;
                assert!(!line.contains(['\n', '\r']), "{line}");
                if is_json(format) {
                    serde_json::from_str::<Value>(&line).expect(&line);
                }
            }
        }
        assert!(count > 0, "{format:?}");
    }
}

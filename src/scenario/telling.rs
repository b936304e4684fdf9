//! Which logs tell of which deeds, by format and place.

use super::{Deed, FileEvent, Log, LogFormat, Scenario, Trace};
use crate::base::id::{AssetId, Id};

/// The logs that tell of a trace, in the order of the file.
pub fn logs_telling_of<'a>(
    scenario: &'a Scenario,
    trace: &'a Trace,
) -> impl Iterator<Item = &'a Log> {
    scenario.logs.iter().filter(|log| {
        let mut deeds = trace.deeds.iter();
        deeds.any(|timed| tells_of(scenario, log, &timed.deed))
    })
}

/// Whether a log tells of a deed.
#[must_use]
pub fn tells_of(scenario: &Scenario, log: &Log, deed: &Deed) -> bool {
    use LogFormat as F;
    let sees = |asset: &AssetId| log.sees(asset);
    let sees_any = |ends: &[&Id]| {
        ends.iter()
            .any(|end| log.watches.iter().any(|seen| seen.id() == *end) || log.asset.id() == *end)
    };
    // Whoever watches the resolver sees what names are asked for.
    let resolved = |named: bool| {
        named
            && matches!(log.format, F::ZeekDns | F::ZeekConn | F::SuricataEve)
            && scenario.everyday.resolver.as_ref().is_some_and(sees)
    };
    match (log.format, deed) {
        (_, Deed::Connection(connection)) if resolved(!connection.name.is_empty()) => true,
        (_, Deed::Lookup(_)) if resolved(true) => true,
        (
            F::NginxAccess | F::ApacheAccess | F::SuricataEve | F::ZeekHttp | F::ZeekConn,
            Deed::Request(request),
        ) => sees(&request.to),
        (F::NginxError | F::ApacheError, Deed::Request(request)) => {
            sees(&request.to) && !request.warning.is_empty()
        }
        (F::ZeekConn | F::SuricataEve, Deed::Connection(connection)) => {
            let ends: Vec<&Id> = connection.from.iter().chain([&connection.to]).collect();
            sees_any(&ends)
        }
        (F::ZeekConn | F::SuricataEve, Deed::Query(query)) => sees(&query.on) || sees(&query.from),
        (F::ZeekConn | F::SuricataEve, Deed::Proxied(proxied)) => {
            sees(&proxied.from) || sees(&proxied.through)
        }
        (F::ZeekDns | F::SysmonWindows, Deed::Connection(connection)) => {
            let ends: Vec<&Id> = connection.from.iter().collect();
            (log.format == F::SysmonWindows || !connection.name.is_empty()) && sees_any(&ends)
        }
        (F::ZeekDns | F::ZeekConn | F::SuricataEve | F::SysmonWindows, Deed::Lookup(lookup)) => {
            sees(&lookup.from)
        }
        (F::Auditd, Deed::Process(process)) => sees(&process.on),
        (F::SysmonLinux | F::SysmonWindows | F::WindowsSecurity, Deed::Process(process)) => {
            sees(&process.on) && !process.fails
        }
        (F::SysmonLinux | F::SysmonWindows, Deed::File(file)) => {
            sees(&file.on) && file.event == FileEvent::Added
        }
        (F::WazuhAlerts, Deed::File(file)) => {
            sees(&file.on) && file.reported && file.event != FileEvent::Read
        }
        (F::WindowsSecurity, Deed::File(file)) => sees(&file.on) && file.reported,
        (F::Mactime, Deed::File(file)) => sees(&file.on),
        (F::Syslog, Deed::SignIn(sign_in)) => sees(&sign_in.on) && sign_in.by.is_ssh(),
        (F::WindowsSecurity, Deed::SignIn(sign_in)) => sees(&sign_in.on) && !sign_in.by.is_ssh(),
        (F::ZeekConn | F::SuricataEve, Deed::SignIn(sign_in)) => {
            let elsewhere = |from: &Id| from != sign_in.on.id();
            sees(&sign_in.on) && (sign_in.by.is_ssh() || sign_in.from.iter().any(elsewhere))
        }
        (F::WindowsSecurity, Deed::ServiceInstalled(service)) => sees(&service.on),
        (F::CloudSignIns, Deed::CloudSignIn(sign_in)) => sees(&sign_in.at),
        (F::OfficeAudit | F::GitAudit, Deed::Audit(audit)) => sees(&audit.on),
        (F::Syslog, Deed::Message { on, .. }) | (F::Clamd, Deed::Detection { on, .. }) => sees(on),
        (F::SquidAccess, Deed::Proxied(proxied)) => sees(&proxied.through),
        (F::PostgresAudit, Deed::Query(query)) => sees(&query.on),
        _ => false,
    }
}

//! What acts leave behind: deeds that sensors see, from which the lines of all logs are made.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::attacker::Repeat;
use crate::base::id::{
    ActionId, AssetId, FootholdId, Id, ReactionId, SampleId, SignatureId, StageId, TraceId,
};
use crate::base::{Offset, Span};

/// What a trace comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum TraceCause {
    /// The attacker's act, each time it happens.
    Act(StageId),
    /// The attacker's act, each time it can't happen: the attempt.
    Missed(StageId),
    /// A reaction, when it takes effect.
    Reacted(ReactionId),
    /// Work of the responders, each time it is finished.
    Done(ActionId),
    /// The calendar.
    At {
        /// When.
        at: Offset,
        /// How it repeats; once if left out.
        #[serde(default)]
        repeat: Option<Repeat>,
    },
}

/// What a line that comes from a trace truly is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum TraceTruth {
    /// The attack.
    Attack,
    /// Looks like an attack and is none.
    FalsePositive,
    /// Everyday business, or the responders' own work.
    Benign,
}

/// What an act leaves behind. All logs that see its deeds tell of them, and none contradicts another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trace {
    /// How the file refers to it.
    pub id: TraceId,
    /// What its lines show, in a sentence, for the review.
    pub shows: String,
    /// What it comes from.
    pub cause: TraceCause,
    /// What it truly is.
    pub truth: TraceTruth,
    /// What the trainees come to know by pinning a line of it.
    #[serde(default)]
    pub learn: Vec<Id>,
    /// What is done.
    pub deeds: Vec<TimedDeed>,
}

/// A deed and when it is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimedDeed {
    /// How long after the cause; before it if `before` is set.
    #[serde(default)]
    pub after: Span,
    /// How long before the cause, instead of after.
    #[serde(default)]
    pub before: Span,
    /// By how much, at most, the seed may delay it.
    #[serde(default)]
    pub within: Span,
    /// How often.
    #[serde(default = "once")]
    pub times: u32,
    /// From one time to the next.
    #[serde(default)]
    pub every: Span,
    /// Only while this foothold is in place: each time it is not, the deed is not done.
    #[serde(default)]
    pub while_there: Option<FootholdId>,
    /// What is done.
    pub deed: Deed,
}

/// Something that sensors can see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Deed {
    /// A request to a web server: access and error logs, intrusion detection, flows.
    Request(WebRequest),
    /// A program starts: auditd, endpoint detection, Windows.
    Process(ProcessStart),
    /// A file appears, changes, goes or is read: file integrity, disk timelines, endpoint detection, Windows.
    File(FileChange),
    /// Somebody signs in on a host: syslog or Windows, and flows.
    SignIn(SignIn),
    /// A query to a database: audit log and flows.
    Query(DatabaseQuery),
    /// A connection that is no web request and no sign-in: flows, intrusion detection.
    Connection(NetworkConnection),
    /// A request through the proxy.
    Proxied(ProxiedRequest),
    /// A host asks for the address of a name, and connects to nothing: `dns.log`, intrusion detection, flows,
    /// endpoint detection. The `resolver` of `everyday` answers.
    Lookup(NameLookup),
    /// Somebody signs in at an identity provider.
    CloudSignIn(CloudSignIn),
    /// Somebody does something that a service keeps an audit log of: an office suite, a server for source code.
    Audit(AuditedAct),
    /// A service is installed on a Windows host.
    ServiceInstalled(NewService),
    /// Antivirus finds a sample.
    Detection {
        /// Where.
        on: AssetId,
        /// What.
        sample: SampleId,
    },
    /// A program says something.
    Message {
        /// Where.
        on: AssetId,
        /// The program.
        program: String,
        /// What it says; `{n}` becomes the number of the repetition, from 1.
        text: String,
    },
}

/// How a page is asked for.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum Method {
    /// GET.
    #[default]
    Get,
    /// POST.
    Post,
    /// HEAD.
    Head,
    /// PUT.
    Put,
}

/// A request to a web server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WebRequest {
    /// From which address or asset: the first that is not blocked. If all are, the firewall refuses it.
    pub from: Vec<Id>,
    /// To which server.
    pub to: AssetId,
    /// The name in the `Host` header.
    pub host: String,
    /// How.
    #[serde(default)]
    pub method: Method,
    /// Path and query. `{n}` becomes the number of the repetition, from 1.
    pub path: String,
    /// The status of the answer.
    #[serde(default = "ok")]
    pub status: u16,
    /// The size of the answer's body, in bytes.
    pub answer: u32,
    /// By how much, at most, the seed makes the answer longer.
    #[serde(default)]
    pub answer_more: u32,
    /// The answer's body, for the capture of packets, if it matters; padded to the size.
    #[serde(default)]
    pub answer_text: String,
    /// The size of the request's body, in bytes.
    #[serde(default)]
    pub sends: u32,
    /// The request's body, for the capture of packets, if it matters; padded to the size.
    #[serde(default)]
    pub sends_text: String,
    /// The referrer; none if empty.
    #[serde(default)]
    pub referrer: String,
    /// The user agent; none if empty.
    #[serde(default)]
    pub agent: String,
    /// The file that is uploaded.
    #[serde(default)]
    pub upload: Option<SampleId>,
    /// What PHP warns of in the error log; nothing if empty.
    #[serde(default)]
    pub warning: String,
    /// The signature it matches.
    #[serde(default)]
    pub signature: Option<SignatureId>,
    /// The foothold or hole that must be there for this answer. Without the foothold the page is not
    /// found; through a closed hole it is forbidden.
    #[serde(default)]
    pub needs: Option<Id>,
    /// How long the answer takes.
    #[serde(default)]
    pub takes: Span,
}

/// A program starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProcessStart {
    /// Where.
    pub on: AssetId,
    /// As whom; on Windows with or without a domain before it: `HARBOUR\\c.ferro`, `SYSTEM`.
    pub user: String,
    /// The number of that account; Windows has none.
    #[serde(default)]
    pub uid: u32,
    /// The program's path.
    pub exe: String,
    /// The command line, with the program's name first.
    pub command: String,
    /// The path of the program that starts it.
    pub parent: String,
    /// The working directory.
    #[serde(default)]
    pub cwd: String,
    /// The key of the audit rule that records it.
    #[serde(default)]
    pub key: String,
    /// Whether it fails.
    #[serde(default)]
    pub fails: bool,
}

/// What happens to a file.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum FileEvent {
    /// It is there for the first time.
    Added,
    /// It differs from before.
    Modified,
    /// It is gone.
    Deleted,
    /// It is read.
    Read,
}

/// A file appears, changes or goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileChange {
    /// Where.
    pub on: AssetId,
    /// What happens.
    pub event: FileEvent,
    /// Its path; `{n}` becomes the number of the repetition, from 1. The sample's path if empty.
    #[serde(default)]
    pub path: String,
    /// The sample it is.
    #[serde(default)]
    pub sample: Option<SampleId>,
    /// Its size, if it is no sample.
    #[serde(default)]
    pub bytes: u32,
    /// The account that owns it; on Windows the one that does it.
    pub user: String,
    /// The number of that account; Windows has none.
    #[serde(default)]
    pub uid: u32,
    /// When it was last changed, as its time stamp says; now if left out.
    #[serde(default)]
    pub stamped: Option<Offset>,
    /// Whether what watches files reports it: file integrity monitoring, Windows' audit of objects. Disk
    /// timelines hold it all the same.
    #[serde(default = "yes")]
    pub reported: bool,
}

/// How somebody proves who they are.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub enum SignInBy {
    /// A key.
    PublicKey,
    /// A password.
    Password,
    /// Over the network on a Windows host, to its shares and services: type 3 on port 445. From the host
    /// itself: at its console, type 2.
    Network,
    /// By remote desktop on a Windows host: type 10 on port 3389. From the host itself: at its console, type 2.
    RemoteDesktop,
}

impl SignInBy {
    /// Whether it is a way of SSH; the others are those of Windows.
    #[must_use]
    pub const fn is_ssh(self) -> bool {
        matches!(self, Self::PublicKey | Self::Password)
    }

    /// The port on which a host takes it.
    #[must_use]
    pub const fn port(self) -> u16 {
        match self {
            Self::PublicKey | Self::Password => 22,
            Self::Network => 445,
            Self::RemoteDesktop => 3_389,
        }
    }
}

/// Somebody signs in on a host: with a key or a password over SSH, in the other ways on Windows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// From which address or asset: the first that is not blocked.
    pub from: Vec<Id>,
    /// Where.
    pub on: AssetId,
    /// The account; on Windows with a domain before it, such as `HARBOUR\\c.ferro`, unless it is the host's own.
    pub user: String,
    /// How.
    pub by: SignInBy,
    /// The name of the key, from which its fingerprint is made.
    #[serde(default)]
    pub key: String,
    /// Whether it is refused.
    #[serde(default)]
    pub fails: bool,
    /// How long the session lasts.
    #[serde(default)]
    pub lasts: Span,
}

/// A query to a database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatabaseQuery {
    /// The server.
    pub on: AssetId,
    /// From which asset.
    pub from: AssetId,
    /// The database's account.
    pub user: String,
    /// The database.
    pub database: String,
    /// The program that asks, as it names itself.
    #[serde(default)]
    pub program: String,
    /// The table.
    pub table: String,
    /// The statement.
    pub statement: String,
    /// How many rows it returns.
    pub rows: u32,
    /// How many bytes they have.
    pub bytes: u32,
}

/// A connection that is no web request and no sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NetworkConnection {
    /// Who opens it: the first that is not blocked.
    pub from: Vec<Id>,
    /// To which address or asset.
    pub to: Id,
    /// The port.
    pub port: u16,
    /// The protocol as sensors recognise it, such as `ssl`; unknown if empty.
    #[serde(default)]
    pub service: String,
    /// The server's name, if it is said in the clear.
    #[serde(default)]
    pub name: String,
    /// Bytes from who opened it.
    pub sends: u64,
    /// Bytes to who opened it.
    pub answer: u64,
    /// How long it lasts.
    pub lasts: Span,
    /// Whether it is one long connection, of which each repetition is an interim record.
    #[serde(default)]
    pub kept_open: bool,
    /// The signature it matches.
    #[serde(default)]
    pub signature: Option<SignatureId>,
    /// The path of the program that opens it, for endpoint detection; unknown if empty.
    #[serde(default)]
    pub exe: String,
    /// The account of that program.
    #[serde(default)]
    pub user: String,
}

/// A request through the proxy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProxiedRequest {
    /// Who asks.
    pub from: AssetId,
    /// The proxy.
    pub through: AssetId,
    /// The server's name.
    pub host: String,
    /// The server's address.
    pub address: String,
    /// Bytes back.
    pub answer: u32,
    /// Bytes out.
    pub sends: u32,
    /// How long it takes.
    pub takes: Span,
}

/// A host asks for the address of a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameLookup {
    /// Who asks.
    pub from: AssetId,
    /// The name. `{n}` becomes the number of the repetition, from 1.
    pub name: String,
    /// The address; empty if there is no such name.
    #[serde(default)]
    pub answer: String,
    /// The path of the program that asks, for endpoint detection; unknown if empty.
    #[serde(default)]
    pub exe: String,
    /// The account of that program.
    #[serde(default)]
    pub user: String,
}

/// Somebody signs in at an identity provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloudSignIn {
    /// The identity provider.
    pub at: AssetId,
    /// From which address or asset: the first that is not blocked. If all are, the firewall refuses it.
    pub from: Vec<Id>,
    /// The account, such as `c.ferro@harbour.example`.
    pub user: String,
    /// To which application.
    pub app: String,
    /// Where the address lies, as the provider takes it: `Lisbon, PT`.
    #[serde(default)]
    pub place: String,
    /// What the program calls itself.
    #[serde(default)]
    pub agent: String,
    /// Whether a second factor was asked for.
    #[serde(default)]
    pub second_factor: bool,
    /// Why it fails, such as `Invalid username or password`; empty if it succeeds.
    #[serde(default)]
    pub fails: String,
}

/// Somebody does something that a service keeps an audit log of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AuditedAct {
    /// The service.
    pub on: AssetId,
    /// The account.
    pub user: String,
    /// From which address or asset: the first that is not blocked. If all are, the firewall refuses it.
    pub from: Vec<Id>,
    /// What is done, as the service names it: `New-InboxRule`, `FileDownloaded`, `repository_git_operation`.
    pub operation: String,
    /// To what. `{n}` becomes the number of the repetition, from 1.
    #[serde(default)]
    pub object: String,
    /// What else the log says of it, in this order.
    #[serde(default)]
    pub details: Vec<Detail>,
}

/// Something that an audit log says of an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Detail {
    /// How the log calls it.
    pub name: String,
    /// What it is.
    pub value: String,
}

/// A service is installed on a Windows host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewService {
    /// Where.
    pub on: AssetId,
    /// Its name.
    pub name: String,
    /// The program, with its arguments.
    pub exe: String,
    /// As whom it runs, such as `LocalSystem`.
    pub account: String,
}

fn once() -> u32 {
    1
}

fn ok() -> u16 {
    200
}

fn yes() -> bool {
    true
}

//! What sensors see, resolved to addresses, times and sizes. Every log that sees an activity is written
//! from this one description of it.

use core::net::IpAddr;
use std::borrow::Cow;

use super::hosts::Host;
use super::stamp::Stamp;
use crate::scenario::{FileEvent, Method, SignInBy, Signature};

/// How much payload a segment carries at most.
pub const SEGMENT: u64 = 1_460;

/// One side of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Endpoint {
    /// The address.
    pub ip: IpAddr,
    /// The port.
    pub port: u16,
}

/// Transport protocols.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transport {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

/// What went in one direction of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Volume {
    /// Bytes of payload.
    pub payload: u64,
    /// Packets, those without payload included.
    pub packets: u64,
    /// Packets with payload; at least as many as the payload needs, if this says less.
    pub segments: u64,
}

/// How a connection stands when it is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FlowState {
    /// Closed by both sides.
    Closed,
    /// Still open: an interim record.
    Open,
}

/// A connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow {
    /// Its number, below 2^63: the same in all logs.
    pub id: u64,
    /// Who opened it.
    pub client: Endpoint,
    /// To whom.
    pub server: Endpoint,
    /// Over what.
    pub transport: Transport,
    /// Its first packet.
    pub start: Stamp,
    /// Its last packet so far.
    pub end: Stamp,
    /// From the client.
    pub up: Volume,
    /// To the client.
    pub down: Volume,
    /// How it stands.
    pub state: FlowState,
}

/// A file that is sent or lies somewhere, with its hashes in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleFacts {
    /// Its path.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u32,
    /// MD5.
    pub md5: String,
    /// SHA-1.
    pub sha1: String,
    /// SHA-256.
    pub sha256: String,
    /// The name under which antivirus knows it; empty if it does not.
    pub known_as: String,
}

impl SampleFacts {
    /// The last part of its path.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.rsplit(['/', '\\']).next().unwrap_or(&self.path)
    }
}

/// A request within a connection to a web server.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// When it arrived.
    pub at: Stamp,
    /// When the answer was sent.
    pub done: Stamp,
    /// How.
    pub method: Method,
    /// Path and query.
    pub path: Cow<'a, str>,
    /// The status of the answer.
    pub status: u16,
    /// The size of the answer's body.
    pub answer: u32,
    /// The size of the request's body.
    pub sends: u32,
    /// How the request's body begins; only a capture of packets holds it.
    pub sends_text: &'a str,
    /// How the answer's body begins; only a capture of packets holds it.
    pub answer_text: &'a str,
    /// The referrer; none if empty.
    pub referrer: Cow<'a, str>,
    /// The user agent; none if empty.
    pub agent: &'a str,
    /// The file in the request's body.
    pub upload: Option<&'a SampleFacts>,
    /// What PHP warned of.
    pub warning: Option<&'a str>,
    /// The signature it matched.
    pub signature: Option<&'a Signature>,
}

/// A connection to a web server with its requests.
#[derive(Debug, Clone)]
pub struct WebConnection<'a> {
    /// The connection.
    pub flow: Flow,
    /// The server.
    pub server: &'a Host,
    /// The name in the `Host` header.
    pub host: &'a str,
    /// The requests, in order.
    pub requests: Vec<Request<'a>>,
}

/// A program that started.
#[derive(Debug, Clone)]
pub struct Process<'a> {
    /// When.
    pub at: Stamp,
    /// Where.
    pub on: &'a Host,
    /// Its number.
    pub pid: u32,
    /// The number of what started it.
    pub ppid: u32,
    /// A number of the event, rising with time on a host.
    pub serial: u64,
    /// As whom.
    pub user: &'a str,
    /// The number of that account.
    pub uid: u32,
    /// Its path.
    pub exe: &'a str,
    /// Its command line.
    pub command: &'a str,
    /// The path of what started it.
    pub parent: &'a str,
    /// The working directory.
    pub cwd: &'a str,
    /// The key of the audit rule that records it; none if empty.
    pub key: &'a str,
    /// Whether it failed.
    pub fails: bool,
}

/// A file that appeared, changed, went or was read.
#[derive(Debug, Clone)]
pub struct FileDeed<'a> {
    /// When.
    pub at: Stamp,
    /// Where.
    pub on: &'a Host,
    /// What happened.
    pub event: FileEvent,
    /// Its path.
    pub path: Cow<'a, str>,
    /// Its size now.
    pub bytes: u32,
    /// Its hashes now, and before where it was modified: MD5, SHA-1, SHA-256.
    pub hashes: [String; 3],
    /// The same before the change; empty where it was added.
    pub hashes_before: [String; 3],
    /// Its size before.
    pub bytes_before: u32,
    /// When its content was last changed, as its time stamp says.
    pub modified: Stamp,
    /// The same before.
    pub modified_before: Stamp,
    /// The account that owns it.
    pub user: &'a str,
    /// The number of that account.
    pub uid: u32,
    /// Its inode.
    pub inode: u64,
    /// A number of the event, rising with time on a host.
    pub serial: u64,
    /// Whether file integrity monitoring reports it.
    pub reported: bool,
}

/// Somebody signed in on a host, or was refused.
#[derive(Debug, Clone)]
pub struct Session<'a> {
    /// The connection; its start is the sign-in. Nobody saw one at the host's own console.
    pub flow: Flow,
    /// Where.
    pub on: &'a Host,
    /// The name of the host from which, if it is one of the organisation's.
    pub from: Option<&'a str>,
    /// The account.
    pub user: &'a str,
    /// How.
    pub by: SignInBy,
    /// The fingerprint of the key: 43 characters of base64.
    pub fingerprint: String,
    /// Whether it was refused.
    pub fails: bool,
    /// The number of the server's process.
    pub pid: u32,
}

impl Session<'_> {
    /// Whether somebody sat at the console of a Windows host.
    #[must_use]
    pub fn at_console(&self) -> bool {
        !self.by.is_ssh() && self.flow.client.ip == self.flow.server.ip
    }
}

/// A query to a database.
#[derive(Debug, Clone)]
pub struct Query<'a> {
    /// When.
    pub at: Stamp,
    /// The connection in which it was asked. Everyday queries share few long ones, which no flow record
    /// tells of.
    pub flow: Option<Flow>,
    /// The client.
    pub client: Endpoint,
    /// The server.
    pub on: &'a Host,
    /// The number of the server's process.
    pub pid: u32,
    /// The number of the statement in its session.
    pub statement_id: u32,
    /// The database's account.
    pub user: &'a str,
    /// The database.
    pub database: &'a str,
    /// The program that asks, as it names itself.
    pub program: &'a str,
    /// The table.
    pub table: &'a str,
    /// The statement.
    pub statement: &'a str,
    /// How many rows it returned.
    pub rows: u32,
}

/// A connection that is neither a web request nor a sign-in.
#[derive(Debug, Clone)]
pub struct Connection<'a> {
    /// The connection.
    pub flow: Flow,
    /// The protocol as sensors recognise it; unknown if empty.
    pub service: &'a str,
    /// The server's name as said in the clear; none if empty.
    pub name: &'a str,
    /// The resolver that was asked for the name just before, if any, and its connection.
    pub lookup: Option<Flow>,
    /// Whether it is opened now; not so in later records of one long connection.
    pub opened: bool,
    /// The signature it matched.
    pub signature: Option<&'a Signature>,
    /// The program that opened it; unknown if empty.
    pub by: Program<'a>,
}

/// The program behind a connection or a question.
#[derive(Debug, Clone, Copy, Default)]
pub struct Program<'a> {
    /// Its path; unknown if empty.
    pub exe: &'a str,
    /// Its account.
    pub user: &'a str,
    /// Its start, if that was seen.
    pub start: Option<Start>,
}

/// When a program started, and the number that it got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    /// When.
    pub at: Stamp,
    /// Its number.
    pub pid: u32,
}

/// A host asked for the address of a name and connected to nothing.
#[derive(Debug, Clone)]
pub struct Lookup<'a> {
    /// The question and its answer.
    pub flow: Flow,
    /// The name.
    pub name: Cow<'a, str>,
    /// The address; none if there is no such name.
    pub answer: Option<IpAddr>,
    /// The program that asked; unknown if empty.
    pub by: Program<'a>,
}

/// Somebody signed in at an identity provider, or was refused.
#[derive(Debug, Clone)]
pub struct CloudEntry<'a> {
    /// When.
    pub at: Stamp,
    /// The identity provider.
    pub on: &'a Host,
    /// From where.
    pub client: IpAddr,
    /// A number of the event.
    pub id: u64,
    /// The account.
    pub user: &'a str,
    /// The application.
    pub app: &'a str,
    /// Where the address lies: city, comma, country.
    pub place: &'a str,
    /// What the program calls itself.
    pub agent: &'a str,
    /// Whether a second factor was asked for.
    pub second_factor: bool,
    /// Why it failed; empty if it succeeded.
    pub fails: &'a str,
}

/// Somebody did something that a service keeps an audit log of.
#[derive(Debug, Clone)]
pub struct Audited<'a> {
    /// When.
    pub at: Stamp,
    /// The service.
    pub on: &'a Host,
    /// From where.
    pub client: IpAddr,
    /// A number of the event.
    pub id: u64,
    /// The account.
    pub user: &'a str,
    /// What was done.
    pub operation: &'a str,
    /// To what.
    pub object: Cow<'a, str>,
    /// What else the log says of it: names and values.
    pub details: Vec<(&'a str, Cow<'a, str>)>,
}

/// A service was installed on a Windows host.
#[derive(Debug, Clone)]
pub struct ServiceSetUp<'a> {
    /// When.
    pub at: Stamp,
    /// Where.
    pub on: &'a Host,
    /// Its name.
    pub name: &'a str,
    /// The program, with its arguments.
    pub exe: &'a str,
    /// As whom it runs.
    pub account: &'a str,
}

/// A request through the proxy.
#[derive(Debug, Clone)]
pub struct Proxied<'a> {
    /// When it ended.
    pub done: Stamp,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// Who asked.
    pub client: IpAddr,
    /// The proxy.
    pub through: &'a Host,
    /// The server's name.
    pub host: &'a str,
    /// The server's port.
    pub port: u16,
    /// The server's address.
    pub address: IpAddr,
    /// Bytes to the client.
    pub answer: u64,
    /// Bytes from the client: only records of flows tell of them.
    pub sends: u64,
    /// Whether it was refused.
    pub denied: bool,
}

/// Antivirus found a sample.
#[derive(Debug, Clone)]
pub struct Detection<'a> {
    /// When.
    pub at: Stamp,
    /// Where.
    pub on: &'a Host,
    /// What.
    pub sample: &'a SampleFacts,
}

/// A program said something.
#[derive(Debug, Clone)]
pub struct Message<'a> {
    /// When.
    pub at: Stamp,
    /// Where.
    pub on: &'a Host,
    /// The program.
    pub program: &'a str,
    /// The number of its process.
    pub pid: u32,
    /// What it said.
    pub text: Cow<'a, str>,
}

/// The firewall refused a packet.
#[derive(Debug, Clone)]
pub struct Refused {
    /// When.
    pub at: Stamp,
    /// From where.
    pub client: Endpoint,
    /// To where.
    pub server: Endpoint,
    /// Over what.
    pub transport: Transport,
    /// A number of the packet.
    pub packet: u16,
}

/// Something that sensors see.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each holds the type of its name")]
pub enum Activity<'a> {
    Web(WebConnection<'a>),
    Process(Process<'a>),
    File(FileDeed<'a>),
    SignIn(Session<'a>),
    Query(Query<'a>),
    Connection(Connection<'a>),
    Proxied(Proxied<'a>),
    Lookup(Lookup<'a>),
    Cloud(CloudEntry<'a>),
    Audited(Audited<'a>),
    Service(ServiceSetUp<'a>),
    Detection(Detection<'a>),
    Message(Message<'a>),
    Refused(Refused),
}

impl Volume {
    /// Bytes at the level of IP: payload and headers. TCP headers carry the segment size when a connection
    /// is opened, and nothing more.
    #[must_use]
    pub fn ip_bytes(self, transport: Transport, ip: IpAddr) -> u64 {
        self.payload + self.packets * (header(transport) + ip_header(ip)) + self.options(transport)
    }

    /// Bytes at the level of frames, as Suricata counts: 14 for Ethernet more for each packet, and packets
    /// without payload padded to 60.
    #[must_use]
    pub fn frame_bytes(self, transport: Transport, ip: IpAddr) -> u64 {
        let bare = 14 + header(transport) + ip_header(ip);
        let full = self
            .payload
            .div_ceil(SEGMENT)
            .max(self.segments)
            .min(self.packets);
        // Options fit into the padding, where there is any.
        let options = if bare < 60 {
            0
        } else {
            self.options(transport)
        };
        self.payload + full * bare + (self.packets - full) * bare.max(60) + options
    }

    /// The option of the first packet each way.
    fn options(self, transport: Transport) -> u64 {
        match transport {
            Transport::Tcp if self.packets > 0 => 4,
            _ => 0,
        }
    }
}

fn header(transport: Transport) -> u64 {
    match transport {
        Transport::Tcp => 20,
        Transport::Udp => 8,
    }
}

fn ip_header(ip: IpAddr) -> u64 {
    if ip.is_ipv4() { 20 } else { 40 }
}

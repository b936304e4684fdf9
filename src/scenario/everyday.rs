//! Everyday life, in which an attack must hide: visitors, robots, checks, jobs, queries, and their rhythm.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::traces::{Detail, FileEvent, Method, SignInBy};
use crate::base::id::AssetId;
use crate::base::{Offset, Span};

/// How something varies over day and week.
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
pub enum Rhythm {
    /// The same at all hours.
    #[default]
    Steady,
    /// As people shop: from morning to late evening, most in the evening and at the weekend.
    Shop,
    /// As people work: Monday to Friday, from morning to late afternoon.
    Office,
    /// In the night.
    Night,
}

/// A page or file of a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Its path. `{n}` becomes a number up to `most`, `{word}` one of the site's search words.
    pub path: String,
    /// The highest number for `{n}`.
    #[serde(default)]
    pub most: u32,
    /// How it is asked for.
    #[serde(default)]
    pub method: Method,
    /// How often, beside the other pages.
    pub weight: u32,
    /// The usual size of the answer, in bytes; it varies by a quarter.
    pub bytes: u32,
    /// The status of the answer.
    #[serde(default = "ok")]
    pub status: u16,
}

/// A query of the application to its database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UsualQuery {
    /// The statement.
    pub statement: String,
    /// The table.
    pub table: String,
    /// How often, beside the others.
    pub weight: u32,
    /// The most rows it returns.
    pub rows: u32,
}

/// Somebody in everyday life, and where they usually are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UsualUser {
    /// The account, as the log names it.
    pub user: String,
    /// The assets at which they work.
    #[serde(default)]
    pub from: Vec<AssetId>,
    /// Addresses from which they work and that are no assets.
    #[serde(default)]
    pub addresses: Vec<String>,
    /// Where that is, as an identity provider takes it: `Lisbon, PT`.
    #[serde(default)]
    pub place: String,
    /// What their programs call themselves, for an identity provider; a browser if empty.
    #[serde(default)]
    pub agent: String,
    /// How often, beside the others.
    #[serde(default = "one")]
    pub weight: u32,
}

/// A program that runs every day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UsualProgram {
    /// Its path.
    pub exe: String,
    /// The command line. `{n}` becomes a number up to `most`.
    pub command: String,
    /// The path of the program that starts it.
    pub parent: String,
    /// As whom; one of the habit's users if empty.
    #[serde(default)]
    pub user: String,
    /// The number of that account; Windows has none.
    #[serde(default)]
    pub uid: u32,
    /// The working directory.
    #[serde(default)]
    pub cwd: String,
    /// The highest number for `{n}`.
    #[serde(default)]
    pub most: u32,
    /// How often, beside the others.
    #[serde(default = "one")]
    pub weight: u32,
}

/// A file that is used every day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UsualFile {
    /// Its path. `{n}` becomes a number up to `most`.
    pub path: String,
    /// The highest number for `{n}`.
    #[serde(default)]
    pub most: u32,
    /// What happens to it.
    #[serde(default = "read")]
    pub event: FileEvent,
    /// Its usual size, in bytes; it varies by a quarter.
    pub bytes: u32,
    /// How often, beside the others.
    #[serde(default = "one")]
    pub weight: u32,
}

/// What is done every day in a service that keeps an audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UsualAct {
    /// What is done, as the service names it.
    pub operation: String,
    /// To what: one of these. `{n}` becomes a number up to `most`, `{user}` the account.
    pub objects: Vec<String>,
    /// The highest number for `{n}`.
    #[serde(default)]
    pub most: u32,
    /// What else the log says of it, in this order.
    #[serde(default)]
    pub details: Vec<Detail>,
    /// How often, beside the others.
    #[serde(default = "one")]
    pub weight: u32,
}

/// A name that is asked for every day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UsualName {
    /// The name.
    pub name: String,
    /// Its address; empty if there is no such name.
    #[serde(default)]
    pub answer: String,
    /// How often, beside the others.
    #[serde(default = "one")]
    pub weight: u32,
}

/// Something that happens every day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Habit {
    /// People visit a site: each looks at some pages, with the files that belong to them.
    Visitors {
        /// The servers among which visits are spread.
        to: Vec<AssetId>,
        /// The site's name.
        host: String,
        /// Visits in a busy hour.
        per_hour: u32,
        /// When.
        #[serde(default)]
        rhythm: Rhythm,
        /// What they look at.
        pages: Vec<Page>,
        /// What belongs to each page: styles, scripts, pictures.
        #[serde(default)]
        files: Vec<Page>,
        /// What they search for.
        #[serde(default)]
        words: Vec<String>,
        /// Where they come from: sites.
        #[serde(default)]
        referrers: Vec<String>,
        /// What the error log says now and then, about one visit in two hundred.
        #[serde(default)]
        warnings: Vec<String>,
    },
    /// A program fetches pages, one after another: search engines, partners' fetchers, feed readers.
    Robot {
        /// What it calls itself.
        agent: String,
        /// From which addresses.
        from: Vec<String>,
        /// The servers it asks.
        to: Vec<AssetId>,
        /// The site's name.
        host: String,
        /// Requests in a busy hour.
        per_hour: u32,
        /// When.
        #[serde(default)]
        rhythm: Rhythm,
        /// What it fetches.
        pages: Vec<Page>,
    },
    /// The internet's background noise: strangers try paths that are not there.
    Probes {
        /// The servers they try.
        to: Vec<AssetId>,
        /// The site's name.
        host: String,
        /// Attempts in an hour.
        per_hour: u32,
        /// What they try.
        paths: Vec<String>,
        /// What they call themselves.
        agents: Vec<String>,
    },
    /// Monitoring asks whether a page answers.
    Check {
        /// From where.
        from: AssetId,
        /// The servers it asks.
        to: Vec<AssetId>,
        /// The site's name.
        host: String,
        /// The page.
        path: String,
        /// What it calls itself.
        agent: String,
        /// How often.
        every: Span,
        /// The size of the answer, in bytes.
        answer: u32,
    },
    /// Administrators sign in.
    SignIns {
        /// Their accounts.
        users: Vec<String>,
        /// From where.
        from: AssetId,
        /// Where.
        to: Vec<AssetId>,
        /// How often on a working day, on all servers together.
        per_day: u32,
    },
    /// People and services sign in on hosts from where they are: over SSH, or in the ways of Windows.
    HostSignIns {
        /// Who, each with the places they come from.
        people: Vec<UsualUser>,
        /// Where.
        to: Vec<AssetId>,
        /// How.
        by: SignInBy,
        /// How often in a busy hour, on all hosts together.
        per_hour: u32,
        /// When.
        #[serde(default)]
        rhythm: Rhythm,
        /// How many in a hundred are refused: mistyped passwords.
        #[serde(default)]
        fails_percent: u8,
    },
    /// Programs start: what people open, what services and tasks run.
    Programs {
        /// Where.
        on: Vec<AssetId>,
        /// As whom, where a program doesn't say.
        #[serde(default)]
        users: Vec<String>,
        /// What.
        programs: Vec<UsualProgram>,
        /// How often in a busy hour, on all hosts together.
        per_hour: u32,
        /// When.
        #[serde(default)]
        rhythm: Rhythm,
    },
    /// Files are read and written, on a file server for instance.
    FileAccess {
        /// Where.
        on: Vec<AssetId>,
        /// As whom.
        users: Vec<String>,
        /// Which files.
        files: Vec<UsualFile>,
        /// How often in a busy hour, on all hosts together.
        per_hour: u32,
        /// When.
        #[serde(default)]
        rhythm: Rhythm,
    },
    /// People sign in at an identity provider.
    CloudSignIns {
        /// The identity provider.
        at: AssetId,
        /// Who, each with their usual places.
        people: Vec<UsualUser>,
        /// To which applications.
        apps: Vec<String>,
        /// How often in a busy hour.
        per_hour: u32,
        /// When.
        #[serde(default)]
        rhythm: Rhythm,
        /// Whether a second factor is asked for.
        #[serde(default = "yes")]
        second_factor: bool,
        /// How many in a hundred fail: mistyped passwords, a second factor that does not come.
        #[serde(default = "three")]
        fails_percent: u8,
    },
    /// People work in a service that keeps an audit log: an office suite, a server for source code.
    OfficeWork {
        /// The service.
        on: AssetId,
        /// Who, each with the places they come from.
        people: Vec<UsualUser>,
        /// What they do.
        acts: Vec<UsualAct>,
        /// How often in a busy hour.
        per_hour: u32,
        /// When.
        #[serde(default)]
        rhythm: Rhythm,
    },
    /// Hosts ask for the addresses of names; the `resolver` answers.
    Lookups {
        /// Who asks.
        from: Vec<AssetId>,
        /// For what.
        names: Vec<UsualName>,
        /// How often in a busy hour, by all hosts together.
        per_hour: u32,
        /// When.
        #[serde(default)]
        rhythm: Rhythm,
    },
    /// A job runs by itself.
    Job {
        /// Where.
        on: Vec<AssetId>,
        /// How often.
        every: Span,
        /// When after midnight, or after each full turn.
        #[serde(default)]
        at: Span,
        /// The program that speaks in syslog, such as `CRON`.
        program: String,
        /// What it says.
        text: String,
    },
    /// The application asks its database.
    Queries {
        /// The database server.
        on: AssetId,
        /// The servers that ask.
        from: Vec<AssetId>,
        /// The database's account.
        user: String,
        /// The database.
        database: String,
        /// How many in a busy hour.
        per_hour: u32,
        /// When.
        #[serde(default)]
        rhythm: Rhythm,
        /// What they ask.
        statements: Vec<UsualQuery>,
    },
    /// Servers talk to the world: updates, payment, mail, time.
    Traffic {
        /// Who.
        from: Vec<AssetId>,
        /// The server's name.
        host: String,
        /// The server's address.
        address: String,
        /// The port.
        port: u16,
        /// The protocol as sensors recognise it.
        service: String,
        /// How often in a busy hour.
        per_hour: u32,
        /// When.
        #[serde(default)]
        rhythm: Rhythm,
        /// Usual bytes out.
        sends: u32,
        /// Usual bytes back.
        answer: u32,
        /// The proxy through which it goes.
        #[serde(default)]
        through: Option<AssetId>,
    },
}

/// Everyday life.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Everyday {
    /// How far back it can be told; as far as the oldest log if left out.
    #[serde(default)]
    pub from: Option<Offset>,
    /// Who is asked for the addresses of names; flow records show it.
    #[serde(default)]
    pub resolver: Option<AssetId>,
    /// What happens.
    #[serde(default)]
    pub habits: Vec<Habit>,
}

fn ok() -> u16 {
    200
}

fn one() -> u32 {
    1
}

fn three() -> u8 {
    3
}

fn yes() -> bool {
    true
}

fn read() -> FileEvent {
    FileEvent::Read
}

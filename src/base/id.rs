//! Identifiers: short names in a scenario file, one type per kind of thing, so that an asset can't be
//! used where an alert is meant.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The longest identifier, in bytes.
pub const LONGEST_ID: usize = 48;

/// Bytes compared at a time.
const CHUNK: usize = 8;

/// Why a text is no identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an identifier; use 1 to 48 of a-z, 0-9 and `-`")]
pub struct IdError(String);

/// An identifier of any kind: what findings, diagnostics and knowledge point at.
///
/// Identifiers are compared more often than anything else is done in a simulation, so the bytes lie in
/// place, padded with zeros, and are compared eight at a time.
#[derive(Clone)]
pub struct Id([u8; LONGEST_ID]);

impl Id {
    /// Checks the alphabet and the length.
    ///
    /// # Errors
    /// [`IdError`] if the text is empty, too long, or has another character than `a-z`, `0-9` and `-`.
    pub fn new(text: &str) -> Result<Self, IdError> {
        let fits = (1..=LONGEST_ID).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if fits {
            Ok(Self::padded(text))
        } else {
            Err(IdError(text.chars().take(80).collect()))
        }
    }

    /// An identifier that the program itself uses. A text that is none becomes `x`.
    #[must_use]
    pub fn internal(text: &'static str) -> Self {
        Self::new(text).unwrap_or_else(|_| Self::padded("x"))
    }

    fn padded(text: &str) -> Self {
        let mut bytes = [0; LONGEST_ID];
        for (to, from) in bytes.iter_mut().zip(text.bytes()) {
            *to = from;
        }
        Self(bytes)
    }

    /// The identifier as it stands in the file.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let used = self
            .0
            .iter()
            .position(|byte| *byte == 0)
            .unwrap_or(LONGEST_ID);
        self.0
            .get(..used)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }

    fn words(&self) -> impl Iterator<Item = u64> + '_ {
        self.0
            .as_chunks::<CHUNK>()
            .0
            .iter()
            .map(|chunk| u64::from_be_bytes(*chunk))
    }
}

impl PartialEq for Id {
    fn eq(&self, other: &Self) -> bool {
        self.words().eq(other.words())
    }
}

impl Eq for Id {}

impl Hash for Id {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl Ord for Id {
    /// As the texts compare: the padding is smaller than any character.
    fn cmp(&self, other: &Self) -> Ordering {
        self.words().cmp(other.words())
    }
}

impl PartialOrd for Id {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(&Cow::<str>::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

/// Defines one identifier type per kind: a name, and what it names.
macro_rules! id_kinds {
    ($($(#[doc = $doc:literal])+ $name:ident = $noun:literal;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Id);

        impl $name {
            /// What this kind of identifier names, for messages.
            pub const NOUN: &'static str = $noun;

            /// The identifier without its kind.
            #[must_use]
            pub fn id(&self) -> &Id {
                &self.0
            }

            /// The identifier as it stands in the file.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl From<Id> for $name {
            fn from(id: Id) -> Self {
                Self(id)
            }
        }

        impl std::borrow::Borrow<Id> for $name {
            fn borrow(&self) -> &Id {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "description": concat!("The `id` of ", $noun, ".") })
            }
        }
    )+};
}

id_kinds! {
    /// A scenario.
    ScenarioId = "a scenario";
    /// A role: what a person answers for.
    RoleId = "a role";
    /// A member of the staff.
    PersonId = "a person";
    /// Somebody a message can go to.
    PartyId = "a party";
    /// A host, a device, a repository, a backup.
    AssetId = "an asset";
    /// What the organisation sells or does with its assets.
    ServiceId = "a service";
    /// A password, key or token.
    SecretId = "a secret";
    /// A network address or domain outside.
    AddressId = "an address";
    /// A body of data that can be stolen.
    DatasetId = "a dataset";
    /// A hole in an asset.
    VectorId = "a vector";
    /// A lasting change the responders make.
    MeasureId = "a measure";
    /// A piece of evidence.
    EvidenceId = "a piece of evidence";
    /// A backup or image to restore from.
    RestorePointId = "a restore point";
    /// A fact that can be found out.
    FactId = "a fact";
    /// What the attacker holds on an asset.
    FootholdId = "a foothold";
    /// An act of the attacker.
    StageId = "a stage";
    /// What the attacker does when something happens.
    ReactionId = "a reaction";
    /// A sensor.
    SensorId = "a sensor";
    /// An alert.
    AlertId = "an alert";
    /// Something the responders can do.
    ActionId = "an action";
    /// A decision on the table.
    DecisionId = "a decision";
    /// One of a decision's or a question's choices.
    ChoiceId = "a choice";
    /// A message that can be composed.
    MessageId = "a message";
    /// A statement in a message.
    ClaimId = "a claim";
    /// A notification clock.
    ClockId = "a notification clock";
    /// A key question.
    QuestionId = "a key question";
    /// An item of the MSEL.
    InjectId = "an inject";
    /// A part of an exercise that is talked through.
    ModuleId = "a module";
    /// A step of the playbook.
    StepId = "a step";
    /// Something that must not happen.
    HarmId = "a harm event";
    /// What the exercise is to train.
    ObjectiveId = "an objective";
    /// Something the organisation had prepared, or not.
    ReadinessId = "a readiness switch";
    /// How hard an exercise is made.
    LevelId = "a level";
    /// An alert, an inject or a trace: what comes or stays away.
    ItemId = "an alert, inject or trace";
    /// One person's place in an exercise.
    SeatId = "a seat";
    /// A remediation event: actions planned to be launched together.
    EventId = "a remediation event";
    /// A log that can be read at the evidence desk.
    LogId = "a log";
    /// What an act leaves behind in the logs.
    TraceId = "a trace";
    /// A signature of an intrusion detection system.
    SignatureId = "a signature";
    /// A file that stands for a real one: a name, a size, inert bytes.
    SampleId = "a sample";
    /// A line that somebody pinned.
    PinId = "a pin";
}

/// Whatever an action can be aimed at, by its bare identifier.
pub type TargetId = Id;

impl schemars::JsonSchema for Id {
    fn schema_name() -> Cow<'static, str> {
        "AnyId".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "description": "The `id` of anything in the scenario." })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_sort_as_their_texts() {
        let mut texts = [
            "web-01",
            "web",
            "a",
            "web-1",
            "-",
            "0",
            "averyverylongname",
            "averyverylongnama",
        ];
        let mut ids: Vec<Id> = texts.iter().map(|text| Id::new(text).unwrap()).collect();
        ids.sort();
        texts.sort_unstable();
        assert!(ids.iter().map(Id::as_str).eq(texts));
    }

    #[test]
    fn an_identifier_is_short_and_plain() {
        assert!(Id::new("web-01").is_ok());
        assert!(Id::new(&"a".repeat(LONGEST_ID)).is_ok());
        for text in [
            "",
            "Web",
            "web_01",
            "web 01",
            "wéb",
            &"a".repeat(LONGEST_ID + 1),
        ] {
            assert!(Id::new(text).is_err(), "{text}");
        }
    }
}

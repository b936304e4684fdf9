//! The kinds of things that a scenario names by identifiers.

use crate::base::id;

/// Which kinds stand on their own, and which are pointless unless something refers to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rooted {
    /// Needs no reference.
    Always,
    /// Is pointless without one.
    Never,
    /// Needs none if its item gives this field.
    IfHas(&'static str),
    /// Needs none unless it only waits to be called for.
    UnlessByHand,
}

macro_rules! kinds {
    ($($name:ident = $type:ident, $rooted:expr;)+) => {
        /// A kind of thing that has an identifier.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(super) enum Kind { $($name,)+ }

        impl Kind {
            /// The kind that an identifier type of this name refers to.
            pub(super) fn of_type(name: &str) -> Option<Self> {
                match name {
                    $(stringify!($type) => Some(Self::$name),)+
                    _ => None,
                }
            }

            /// What it is, for messages: `an asset`.
            pub(super) fn noun(self) -> &'static str {
                match self { $(Self::$name => id::$type::NOUN,)+ }
            }

            /// Whether it needs to be referred to.
            pub(super) fn rooted(self) -> Rooted {
                match self { $(Self::$name => $rooted,)+ }
            }
        }
    };
}

kinds! {
    Role = RoleId, Rooted::Never;
    Person = PersonId, Rooted::Always;
    Party = PartyId, Rooted::Never;
    Asset = AssetId, Rooted::Never;
    // A service's downtime counts by itself.
    Service = ServiceId, Rooted::Always;
    Secret = SecretId, Rooted::Never;
    Address = AddressId, Rooted::Never;
    Dataset = DatasetId, Rooted::Never;
    Vector = VectorId, Rooted::Never;
    Measure = MeasureId, Rooted::Never;
    Evidence = EvidenceId, Rooted::Never;
    RestorePoint = RestorePointId, Rooted::Never;
    Fact = FactId, Rooted::Never;
    Foothold = FootholdId, Rooted::Never;
    Stage = StageId, Rooted::IfHas("at");
    Reaction = ReactionId, Rooted::Always;
    Sensor = SensorId, Rooted::Never;
    Alert = AlertId, Rooted::Always;
    Action = ActionId, Rooted::Always;
    Decision = DecisionId, Rooted::Always;
    Choice = ChoiceId, Rooted::Always;
    Message = MessageId, Rooted::Always;
    Claim = ClaimId, Rooted::Always;
    Clock = ClockId, Rooted::Always;
    Question = QuestionId, Rooted::Always;
    Inject = InjectId, Rooted::UnlessByHand;
    Module = ModuleId, Rooted::Always;
    Step = StepId, Rooted::Always;
    Harm = HarmId, Rooted::IfHas("when");
    Objective = ObjectiveId, Rooted::Never;
    Readiness = ReadinessId, Rooted::IfHas("when_off");
    Level = LevelId, Rooted::Always;
    Log = LogId, Rooted::Always;
    Trace = TraceId, Rooted::Always;
    Signature = SignatureId, Rooted::Never;
    Sample = SampleId, Rooted::Never;
}

impl Kind {
    /// Whether its identifiers are only unique within the item they stand in.
    pub(super) fn is_local(self) -> bool {
        matches!(self, Self::Choice | Self::Claim)
    }

    /// Whether its items hold local identifiers.
    pub(super) fn is_scope(self) -> bool {
        matches!(self, Self::Decision | Self::Question | Self::Message)
    }

    /// Whether it can be known, found or aimed at.
    pub(super) fn is_knowable(self) -> bool {
        matches!(
            self,
            Self::Asset
                | Self::Foothold
                | Self::Address
                | Self::Secret
                | Self::Vector
                | Self::Evidence
                | Self::RestorePoint
                | Self::Measure
                | Self::Fact
        )
    }
}

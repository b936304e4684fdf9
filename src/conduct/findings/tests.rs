//! Each rule on a small made-up record: what breaks it, and what only nearly does.

use std::sync::Arc;

use super::*;
use crate::base::Id;
use crate::scenario::{
    Approval, Assignment, Claim, Facilitation, Message, Party, Person, Phase, Role, RoomDecision,
};
use crate::world::{Engine, Rules, room_seat};

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn at(minutes: u64) -> Moment {
    Moment::START + Span::from_minutes(minutes)
}

fn action(name: &str, verb: Verb, role: &str) -> Action {
    Action {
        id: id(name).into(),
        name: format!("Action {name}"),
        summary: String::new(),
        phase: Phase::Contain,
        verb,
        targets: Vec::new(),
        roles: vec![id(role).into()],
        duration: Span::from_minutes(1),
        each: Span::ZERO,
        needs: Vec::new(),
        effects: Vec::new(),
        findings: Vec::new(),
        disruptive: name == "risky",
        course: None,
    }
}

fn scenario() -> Scenario {
    let mut scenario = Scenario::empty();
    scenario.length = Span::from_minutes(120);
    let role = |name: &str, duty| Role {
        id: id(name).into(),
        name: format!("Role {name}"),
        duty,
    };
    scenario.roles = vec![
        role("ic", Duty::Commander),
        role("lead", Duty::Lead),
        role("network", Duty::Expert),
        role("press", Duty::ExternalLiaison),
    ];
    let person = |name: &str, role: &str| Person {
        id: id(name).into(),
        name: name.to_owned(),
        roles: vec![id(role).into()],
    };
    scenario.people = (0..8)
        .map(|i| person(&format!("net-{i}"), "network"))
        .chain([person("chief", "ic"), person("speaker", "press")])
        .collect();
    scenario.actions = vec![
        action("look", Verb::Examine, "network"),
        action("risky", Verb::Examine, "network"),
        action("call", Verb::Perform, "press"),
        action("brief", Verb::Perform, "ic"),
    ];
    scenario.parties = vec![Party {
        id: id("public").into(),
        name: "The public".to_owned(),
        internal: false,
    }];
    scenario.messages = vec![Message {
        id: id("statement").into(),
        to: id("public").into(),
        subject: "A statement".to_owned(),
        opening: String::new(),
        claims: vec![Claim {
            id: id("known").into(),
            text: "We know".to_owned(),
            true_when: None,
            known_when: None,
        }],
        approval: Some(Approval {
            roles: vec![id("press").into()],
            takes: Span::from_minutes(1),
        }),
        again: false,
    }];
    scenario
}

struct Room {
    engine: Engine,
}

impl Room {
    fn new() -> Self {
        let scenario = Arc::new(scenario());
        let rules = Arc::new(Rules::new(&scenario));
        let mut engine = Engine::new(scenario, rules);
        engine.start(1, &[]);
        Self { engine }
    }

    /// A room with a commander, a lead and somebody from the network team.
    fn seated() -> Self {
        let mut room = Self::new();
        room.take("boss", SeatKind::Participant, &["ic"], "");
        room.take("nora", SeatKind::Participant, &["network"], "");
        room
    }

    fn take(&mut self, seat: &str, kind: SeatKind, roles: &[&str], team: &str) {
        let place = Seat {
            kind,
            roles: roles.iter().map(|role| id(role).into()).collect(),
            team: team.to_owned(),
        };
        self.deed(Facilitation::Take {
            seat: id(seat).into(),
            place,
        });
    }

    fn deed(&mut self, deed: Facilitation) {
        let command = Command::Facilitate(Box::new(deed));
        let (now, seat) = (self.engine.now(), room_seat());
        self.engine.command(now, &seat, &command).unwrap();
    }

    fn gives(&mut self, seat: &str, command: &str) {
        let command: Command = ron::from_str(command).unwrap();
        let now = self.engine.now();
        self.engine
            .command(now, &id(seat).into(), &command)
            .unwrap();
    }

    fn decides(&mut self, decision: &str) {
        let decision: RoomDecision = ron::from_str(decision).unwrap();
        self.deed(Facilitation::Decided(Box::new(decision)));
    }

    fn until(&mut self, minutes: u64) {
        self.engine.advance_to(at(minutes));
    }

    fn findings(&self) -> Vec<Finding> {
        findings(self.engine.scenario(), self.engine.events())
    }

    fn rules(&self) -> Vec<Rule> {
        self.findings().iter().map(|finding| finding.rule).collect()
    }
}

#[test]
fn a_commander_who_works_is_found_and_one_who_arranges_is_not() {
    let mut room = Room::seated();
    room.gives("boss", r#"Do((action: "brief"))"#);
    room.gives("nora", r#"Do((action: "look"))"#);
    assert_eq!(room.rules(), []);
    room.gives("boss", r#"Do((action: "look", by: Some("net-1")))"#);
    let found = room.findings();
    assert_eq!(found[0].rule, Rule::CommanderActed);
    assert_eq!(
        found[0].text,
        "Role ic personally carried out \"Action look\""
    );
    assert_eq!(found[0].seat, Some(id("boss").into()));
    room.gives("boss", r#"Do((action: "call"))"#);
    assert_eq!(room.rules(), [Rule::CommanderActed, Rule::OutOfRole]);
}

#[test]
fn a_commander_who_is_the_only_expert_may_work() {
    let mut room = Room::new();
    room.take("boss", SeatKind::Participant, &["ic", "network"], "");
    room.gives("boss", r#"Do((action: "look"))"#);
    assert_eq!(room.rules(), []);
}

#[test]
fn work_out_of_role_is_found_for_people_in_seats_only() {
    let mut room = Room::seated();
    room.take("desk", SeatKind::Facilitator, &[], "");
    room.gives("room", r#"Do((action: "call"))"#);
    room.until(5);
    room.gives("desk", r#"Do((action: "look"))"#);
    assert_eq!(room.rules(), []);
    room.gives("nora", r#"Do((action: "call"))"#);
    let found = room.findings();
    assert_eq!(found[0].rule, Rule::OutOfRole);
    assert_eq!(
        found[0].text,
        "\"Action call\" was carried out by Role network; it is work of Role press"
    );
}

#[test]
fn every_action_of_a_launched_event_is_looked_at() {
    let mut room = Room::seated();
    room.gives(
        "nora",
        r#"Plan(event: "e", orders: [(action: "look"), (action: "call"), (action: "look")])"#,
    );
    room.gives("boss", r#"Launch("e")"#);
    assert_eq!(room.rules(), [Rule::CommanderActed, Rule::OutOfRole]);
}

#[test]
fn a_decision_needs_an_owner_a_reason_and_objections_where_it_is_risky() {
    let mut room = Room::seated();
    room.decides(r#"(text: "We wait", owner: Some("boss"), reason: "To see more")"#);
    assert_eq!(room.rules(), []);
    room.decides(r#"(text: "We wait on")"#);
    assert_eq!(room.rules(), [Rule::NoOwner, Rule::NoReason]);
    room.deed(Facilitation::Undo);
    assert_eq!(room.rules(), [], "what was taken back was not decided");
    room.decides(
        r#"(text: "Look", owner: Some("boss"), hands: Some("nora"), reason: "So", carries: [Do((action: "look"))])"#,
    );
    assert_eq!(room.rules(), []);
    let risky = |asked: &str| {
        format!(
            r#"(text: "Do it", owner: Some("boss"), hands: Some("nora"), reason: "So", {asked} carries: [Do((action: "risky"))])"#
        )
    };
    room.decides(&risky("asked: true,"));
    room.decides(&risky(r#"objections: ["Too early"],"#));
    assert_eq!(room.rules(), []);
    room.decides(&risky(""));
    assert_eq!(room.rules(), [Rule::ObjectionsNotAsked]);
}

#[test]
fn a_decision_with_the_commander_as_hands_is_the_commander_acting() {
    let mut room = Room::seated();
    let look = |hands: &str| {
        format!(
            r#"(text: "Look", owner: Some("boss"), {hands} reason: "So", carries: [Do((action: "look"))])"#
        )
    };
    room.decides(&look(""));
    assert_eq!(room.rules(), [], "it is done by whoever holds the role");
    room.decides(&look(r#"hands: Some("boss"),"#));
    assert_eq!(room.rules(), [Rule::CommanderActed]);
}

#[test]
fn a_task_needs_an_owner_and_a_time_within_ten_minutes() {
    let assign = |owner: Option<&str>, due: Option<u64>| {
        Facilitation::Assign(Assignment {
            text: "Count the hosts".to_owned(),
            owner: owner.map(|seat| id(seat).into()),
            due: due.map(at),
        })
    };
    let mut room = Room::seated();
    room.deed(assign(None, None));
    room.deed(assign(Some("nora"), Some(100)));
    room.deed(assign(Some("nora"), Some(8)));
    let settle = |note, done| Facilitation::Settle {
        note: crate::scenario::NoteId(note),
        done,
    };
    room.until(9);
    assert_eq!(
        room.rules(),
        [],
        "it is early, and nothing has happened since"
    );
    room.deed(settle(3, true));
    let found = room.findings();
    assert_eq!(found[0].rule, Rule::Overdue);
    assert_eq!(
        found[0].text,
        "The task \"Count the hosts\" was done 1 min late"
    );
    room.until(11);
    room.deed(Facilitation::Announce("Go on".to_owned()));
    assert_eq!(room.rules(), [Rule::Overdue, Rule::LooseTask]);
    room.until(101);
    room.deed(Facilitation::Announce("Go on".to_owned()));
    assert_eq!(
        room.rules(),
        [Rule::Overdue, Rule::LooseTask, Rule::Overdue]
    );
    assert_eq!(room.findings()[2].at, at(100));
}

#[test]
fn a_task_that_is_loose_at_the_end_is_found_at_once() {
    let mut room = Room::seated();
    room.until(10);
    room.deed(Facilitation::Assign(Assignment {
        text: "Count".to_owned(),
        owner: Some(id("nora").into()),
        due: None,
    }));
    room.until(12);
    assert_eq!(room.rules(), []);
    room.gives("room", "End");
    let found = room.findings();
    assert_eq!((found[0].rule, found[0].at), (Rule::LooseTask, at(12)));
}

#[test]
fn a_message_that_went_out_unapproved_is_found() {
    let mut room = Room::seated();
    room.gives("nora", r#"Send(message: "statement", claims: ["known"])"#);
    let found = room.findings();
    assert_eq!(found[0].rule, Rule::NotApproved);
    assert_eq!(found[0].seat, Some(id("nora").into()));
    let mut room = Room::seated();
    room.gives("nora", r#"Approve("statement")"#);
    room.until(2);
    room.gives("nora", r#"Send(message: "statement", claims: ["known"])"#);
    assert_eq!(room.rules(), []);
}

#[test]
fn somebody_leads_and_a_handover_may_take_five_minutes() {
    let mut room = Room::seated();
    room.until(20);
    room.deed(Facilitation::Leave(id("boss").into()));
    room.until(24);
    room.take("second", SeatKind::Participant, &["ic"], "");
    room.until(40);
    assert_eq!(room.rules(), []);
    room.take("boss", SeatKind::Participant, &["ic"], "");
    room.until(47);
    room.deed(Facilitation::Leave(id("second").into()));
    let found = room.findings();
    assert_eq!((found[0].rule, found[0].at), (Rule::Command, at(40)));
    assert_eq!(
        found[0].text,
        "For 7 min more than one person was the incident commander"
    );
    room.deed(Facilitation::Leave(id("boss").into()));
    room.until(60);
    room.gives("room", "End");
    assert_eq!(
        room.findings()[1].text,
        "For 13 min nobody was the incident commander"
    );
}

#[test]
fn nobody_has_to_lead_an_empty_room() {
    let mut room = Room::new();
    room.gives("room", r#"Do((action: "look"))"#);
    room.until(60);
    room.gives("room", "End");
    assert_eq!(room.rules(), []);
}

#[test]
fn more_than_seven_need_a_lead_between() {
    let crowd = |lead: bool| {
        let mut room = Room::seated();
        for i in 0..7 {
            room.take(
                &format!("n-{i}"),
                SeatKind::Participant,
                &["network"],
                "net",
            );
        }
        if lead {
            room.take("leader", SeatKind::Participant, &["lead"], "net");
        }
        room.until(30);
        room.gives("room", "End");
        room.rules()
    };
    assert_eq!(crowd(false), [Rule::Span]);
    assert_eq!(crowd(true), []);
}

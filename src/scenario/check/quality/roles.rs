//! People: roles and persons without work.

use std::collections::BTreeSet;

use super::rules::{PERSON_WITHOUT_WORK, ROLE_WITHOUT_WORK};
use super::{Sheet, finding};
use crate::base::Diagnostic;
use crate::base::id::RoleId;

pub(super) fn check(sheet: &Sheet<'_>, found: &mut Vec<Diagnostic>) {
    let scenario = sheet.scenario;
    let approvals = scenario.messages.iter().filter_map(|m| m.approval.as_ref());
    let reported = scenario.steps.iter().filter(|step| step.is_self_reported());
    let does: BTreeSet<&RoleId> = scenario
        .actions
        .iter()
        .flat_map(|action| &action.roles)
        .chain(approvals.flat_map(|approval| &approval.roles))
        .chain(reported.map(|step| &step.role))
        .collect();
    let answers_for: BTreeSet<&RoleId> = scenario.steps.iter().map(|step| &step.role).collect();
    for (i, role) in scenario.roles.iter().enumerate() {
        if !does.contains(&role.id) && !answers_for.contains(&role.id) {
            let message = format!("the role `{}` has nothing to do", role.id);
            let at = sheet.place("roles", i, &["id"]);
            found.push(finding(&ROLE_WITHOUT_WORK, message, at));
        }
    }
    for (i, person) in scenario.people.iter().enumerate() {
        if !person.roles.iter().any(|role| does.contains(role)) {
            let message = format!("no action and no approval is `{}`'s work", person.id);
            let at = sheet.place("people", i, &["roles"]);
            found.push(finding(&PERSON_WITHOUT_WORK, message, at));
        }
    }
}
